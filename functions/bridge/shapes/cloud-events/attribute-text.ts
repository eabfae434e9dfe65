/** A JSON string of printable ASCII without escapes: it is its own text. */
const PLAIN_STRING = /^"[ !#-[\]-~]*"$/;

/** What text of CloudEvents must not hold: control characters, unpaired surrogates, noncharacters. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;
const FORBIDDEN_EACH = new RegExp(FORBIDDEN, 'gu');

/**
 * A key or header value as the text of an attribute: a JSON string without its quotes, everything else as its JSON text.
 * A string with characters that CloudEvents does not take stays JSON text too, in which they are escaped. Undefined for
 * null.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#type-system
 */
export function attributeText(json: string): string | undefined {
  if (json === 'null') return undefined;
  if (PLAIN_STRING.test(json)) return json.slice(1, -1);
  if (json.startsWith('"')) {
    const text = String(JSON.parse(json));
    if (!FORBIDDEN.test(text)) return text;
  }
  return json.replace(FORBIDDEN_EACH, escapeCharacter);
}

function escapeCharacter(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).toUpperCase().padStart(4, '0')}`).join('');
}
