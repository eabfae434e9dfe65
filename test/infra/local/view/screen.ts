import { EventEmitter } from 'node:events';

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by control characters.
const TOKENS = /\u001b\[(?<parameters>[\d;?]*)(?<command>[A-Za-z])|\r|\n|[^\u001b\r\n]+/g;

/** A terminal of so many columns and rows, as far as a panel uses one. Colours are left out; every character is one column wide. */
export class Screen extends EventEmitter {
  readonly isTTY = true;
  writableNeedDrain = false;
  columns: number;
  rows: number;
  isCursorShown = true;
  readonly writes: string[] = [];
  readonly #scrolledOff: string[] = [];
  #lines: string[] = [''];
  #row = 0;
  #column = 0;
  #isWrapping = true;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  get stream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  /** What is to be seen, without empty lines at the end. */
  get lines(): readonly string[] {
    const lines = this.#lines.map((line) => line.trimEnd());
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  get scrolledOff(): readonly string[] {
    return this.#scrolledOff;
  }

  write(text: string): boolean {
    this.writes.push(text);
    for (const { 0: token, groups } of text.matchAll(TOKENS)) {
      if (token === '\r') this.#column = 0;
      else if (token === '\n') this.#nextLine();
      else if (groups?.command === undefined) this.#print(token);
      else this.#control(groups.command, groups.parameters ?? '');
    }
    return true;
  }

  /** As terminals do that wrap their lines anew. */
  resize(columns: number, rows: number): void {
    const wrapped = this.#lines.map((line) => parts(line, columns));
    this.#row = wrapped.slice(0, this.#row).flat().length;
    this.#lines = wrapped.flat();
    this.columns = columns;
    this.rows = rows;
    while (this.#row >= rows) this.#scroll();
    this.emit('resize');
  }

  #print(text: string): void {
    for (const character of text) {
      if (this.#column === this.columns) {
        if (this.#isWrapping) {
          this.#nextLine();
          this.#column = 0;
        } else {
          this.#column -= 1;
        }
      }
      const line = (this.#lines[this.#row] ?? '').padEnd(this.#column);
      this.#lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
      this.#column += 1;
    }
  }

  #nextLine(): void {
    this.#row += 1;
    // What a terminal does with a line feed: back to the first column as well.
    this.#column = 0;
    this.#lines[this.#row] ??= '';
    if (this.#row >= this.rows) this.#scroll();
  }

  #scroll(): void {
    this.#scrolledOff.push(this.#lines.shift() ?? '');
    this.#row -= 1;
  }

  #control(command: string, parameters: string): void {
    const control = parameters + command;
    if (command === 'A') this.#row = Math.max(0, this.#row - Number(parameters));
    else if (control === '2K') this.#lines[this.#row] = '';
    else if (control === 'J') this.#clearBelow();
    else if (control === '?25l' || control === '?25h') this.isCursorShown = command === 'h';
    else if (control === '?7l' || control === '?7h') this.#isWrapping = command === 'h';
    else if (!control.startsWith('?2026') && command !== 'm')
      throw new Error(`${control} is not known here.`);
  }

  #clearBelow(): void {
    this.#lines.length = this.#row + 1;
    this.#lines[this.#row] = (this.#lines[this.#row] ?? '').slice(0, this.#column);
  }
}

function parts(line: string, columns: number): string[] {
  const whole = line.trimEnd();
  return Array.from({ length: Math.max(1, Math.ceil(whole.length / columns)) }, (_, index) =>
    whole.slice(index * columns, (index + 1) * columns),
  );
}
