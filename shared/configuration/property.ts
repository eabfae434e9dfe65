import * as z from 'zod/mini';

/** What a property parser answers: the value, or a refusal, with what is wrong where the remedy does not tell. */
export type Parsed<T> = { readonly value: T } | { readonly refused: true; readonly problem?: string };

export const REFUSED = { refused: true } as const;

/**
 * One property of the configuration document.
 *
 * Kafka Connect writes every value as text; JSON numbers and booleans, and arrays for lists, are taken as well.
 * `remedy` is a sentence that tells which values are possible. It is the error message for a missing or bad value.
 */
export function property<T>(remedy: string, parse: (text: string) => Parsed<T>) {
  return z.transform((input, context) => {
    const text = textOf(input);
    const parsed: Parsed<T> = text === undefined ? REFUSED : parse(text);
    if ('value' in parsed) return parsed.value;
    context.issues.push({ code: 'custom', message: remedy, input, params: { problem: parsed.problem } });
    return z.NEVER;
  });
}

function textOf(input: unknown): string | undefined {
  if (Array.isArray(input)) {
    return input.every((item) => typeof item === 'string') ? input.join(',') : undefined;
  }
  return ['string', 'number', 'boolean'].includes(typeof input) ? String(input).trim() : undefined;
}

/** A property with a default, given as the text a user would write. */
export function optional<T>(schema: ReturnType<typeof property<T>>, defaultText: string) {
  return z.prefault(schema, defaultText);
}

/** A text that matches, or undefined for an empty one. */
export function optionalPattern(remedy: string, expression: RegExp) {
  return optional(
    property(remedy, (text): Parsed<string | undefined> => {
      if (text === '') return { value: undefined };
      return expression.test(text) ? { value: text } : REFUSED;
    }),
    '',
  );
}

/** A web address, or undefined for no text. */
export function optionalUri(remedy: string) {
  return optional(
    property(remedy, (text): Parsed<string | undefined> => {
      if (text === '') return { value: undefined };
      return URL.canParse(text) && /^https?:\/\//.test(text) ? { value: text } : REFUSED;
    }),
    '',
  );
}

/** One of these words, in capitals or not. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  const choose = (text: string) => words.find((word) => word.toLowerCase() === text.toLowerCase());
  return property(`Give one of ${words.join(', ')}.`, choice(choose));
}

/** In capitals or not, as Kafka takes them. */
export function flag() {
  return property('Give true or false.', (text): Parsed<boolean> => {
    const word = text.toLowerCase();
    return word === 'true' || word === 'false' ? { value: word === 'true' } : REFUSED;
  });
}

export function wholeNumber(min: number, max: number): (text: string) => Parsed<number> {
  return (text) => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? { value } : REFUSED;
  };
}

export function pattern(expression: RegExp): (text: string) => Parsed<string> {
  return (text) => (expression.test(text) ? { value: text } : REFUSED);
}

export function choice<T>(choose: (text: string) => T | undefined): (text: string) => Parsed<T> {
  return (text) => {
    const value = choose(text);
    return value === undefined ? REFUSED : { value };
  };
}

/** Kafka's list: cut at commas, blanks around items trimmed, empty items kept, no text for no items. */
export function listItems(text: string): string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}
