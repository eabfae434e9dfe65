/** Strings, numbers and white space; what is left of a JSON text is the same however it is written. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\s+/g;

/**
 * A JSON text without white space, strings escaped and numbers with a fraction or an exponent written in one way. moto reads
 * events with Python's JSON and writes them anew. The order of members and the digits of integers stay.
 */
export function canonicalJson(text: string): string {
  return text.replaceAll(TOKENS, (token) => {
    if (token.startsWith('"')) return JSON.stringify(JSON.parse(token));
    if (token.trim() === '') return '';
    return /^-?\d+$/.test(token) ? token : realNumber(Number(token));
  });
}

/** With a fraction or an exponent: `200.0` is not `200`. */
function realNumber(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
