/** What a Java properties file says, and what its reader should know. */
export interface JavaProperties {
  readonly properties: ReadonlyMap<string, string>;
  /** Names that are there more than once; the last one counts, as in Java. */
  readonly repeated: readonly string[];
}

/**
 * Reads a Java properties file as `java.util.Properties.load` does: comments with `#` and `!`, names that end at `=`, `:` or a
 * blank, lines that go on after a `\`, and `\t`, `\n`, `\r`, `\f` and `\uXXXX`.
 *
 * @throws Error with the line of a `\u` that is none; nothing of the line is quoted, which may hold a password.
 * @see https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)
 */
export function parseJavaProperties(text: string): JavaProperties {
  const properties = new Map<string, string>();
  const repeated = new Set<string>();
  for (const { number, content } of logicalLines(text)) {
    const [name, value] = nameAndValue(content).map((part) => unescaped(part, number));
    if (name === undefined || value === undefined) continue;
    if (properties.has(name)) repeated.add(name);
    properties.set(name, value);
  }
  return { properties, repeated: [...repeated] };
}

interface LogicalLine {
  /** Of its first line in the file, from 1. */
  readonly number: number;
  readonly content: string;
}

const LEADING_BLANKS = /^[ \t\f]+/;

/** Lines without comments and empty ones, joined where they go on. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let begun: LogicalLine | undefined;
  for (const [index, line] of physicalLines(text).entries()) {
    const content = line.replace(LEADING_BLANKS, '');
    // After a backslash with nothing in front of it, Java takes a line for a new one.
    if ((begun?.content ?? '') === '' && /^([#!]|$)/.test(content)) {
      begun = undefined;
      continue;
    }
    const joined = { number: begun?.number ?? index + 1, content: (begun?.content ?? '') + content };
    begun = goesOn(content) ? { ...joined, content: joined.content.slice(0, -1) } : undefined;
    if (begun === undefined) yield joined;
  }
  if (begun !== undefined) yield begun;
}

function physicalLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** A line goes on after an odd number of backslashes: the others escape each other. */
function goesOn(content: string): boolean {
  const [backslashes = ''] = /\\*$/.exec(content) ?? [];
  return backslashes.length % 2 === 1;
}

/** The name ends at the first `=`, `:` or blank that is not escaped. */
function nameAndValue(content: string): [name: string, value: string] {
  const [before = '', name = ''] = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*/s.exec(content) ?? [];
  return [name, content.slice(before.length)];
}

const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string, line: number): string {
  return text.replaceAll(/\\(u[\dA-Fa-f]{4}|.|$)/gs, (_, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (escaped === 'u') {
      throw new Error(
        `Line ${line} has a \\u without four hexadecimal digits. Write \\\\u for a backslash and a u.`,
      );
    }
    return CONTROLS[escaped] ?? escaped;
  });
}
