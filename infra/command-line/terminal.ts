/** Lines longer than this are hard to read, however wide the terminal is. */
const MAX_COLUMNS = 100;

/** Characters of a line that is written to the terminal, or to a file in its place. */
export function columns(): number {
  return Math.min(process.stdout.columns || MAX_COLUMNS, MAX_COLUMNS);
}

/** Prints a result for machines. */
export function printJson(result: object): void {
  console.log(JSON.stringify(result, undefined, 2));
}
