/** The JSON name that protoc gives a field: underscores out, the letter behind them in upper case. */
export function jsonNameOf(name: string): string {
  return name.replaceAll(/_+(.?)/g, (_underscores, letter: string) => letter.toUpperCase());
}
