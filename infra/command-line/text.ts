/** Lines no longer than so many characters, if words allow, each with the indentation before it. */
export function wrap(text: string, columns: number, indentation = ''): string[] {
  const lines: string[] = [];
  let line = indentation;
  for (const word of text.split(' ')) {
    if (line !== indentation && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indentation;
    }
    line += line === indentation ? word : ` ${word}`;
  }
  return [...lines, line];
}

/** `4.4 s`, `12 min`, `3.2 h`. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}
