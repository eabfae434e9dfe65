/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html (maximum JSON depth) */
export const MAX_JSON_DEPTH = 1_000;

const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);
/** Fewer digits than 2^63 - 1 has always fit. */
const SAFE_DIGITS = 18;

/** Whether EventBridge takes the text as `Detail`: a JSON object, not too deep, integers within 64 bits. */
export function isEventDetail(text: string): boolean {
  return isJsonObject(text) && isWithinLimits(text);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const QUOTE = 0x22;
const MINUS = 0x2d;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** One pass over valid JSON text. A parser would turn long integers into doubles, so this reads the digits. */
function isWithinLimits(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (char === QUOTE) {
      at = endOfString(json, at);
    } else if (char === OPEN_BRACE || char === OPEN_BRACKET) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return false;
    } else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) {
      depth -= 1;
    } else if (char === MINUS || (char >= DIGIT_0 && char <= DIGIT_9)) {
      const end = endOfNumber(json, at);
      if (end - at > SAFE_DIGITS && !isInt64(json.slice(at, end))) return false;
      at = end - 1;
    }
  }
  return true;
}

/** Index of the closing quote of the string that opens at `open`. */
function endOfString(json: string, open: number): number {
  let at = open + 1;
  while (json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function endOfNumber(json: string, start: number): number {
  let at = start + 1;
  while (isNumberChar(json.charCodeAt(at))) at += 1;
  return at;
}

function isNumberChar(char: number): boolean {
  // Digits, sign, point and exponent: nothing else can follow a digit within a valid number.
  return (
    (char >= DIGIT_0 && char <= DIGIT_9) ||
    char === 0x2e ||
    char === 0x2b ||
    char === MINUS ||
    (char | 0x20) === 0x65
  );
}

function isInt64(number: string): boolean {
  if (!/^-?\d+$/.test(number)) return true;
  // Longer than any 64-bit integer: refused without paying for the conversion of a million digits.
  if (number.length > 20) return false;
  const value = BigInt(number);
  return value >= MIN_INTEGER && value <= MAX_INTEGER;
}
