import * as z from 'zod/mini';
import { Refusal } from '../command-line/refusal.ts';

z.config(z.locales.en());

/** What somebody wrote does not fit; every mistake is listed. */
export class SettingsError extends Refusal {
  override readonly name = 'SettingsError';

  constructor(where: string, problems: readonly string[]) {
    super(`${where} cannot be used:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
  }
}

/**
 * Reads what somebody wrote by a closed schema.
 *
 * @param where what it is, for the message: a file name, for example.
 * @throws SettingsError with every mistake, each with its place.
 */
export function parseClosed<Schema extends z.ZodMiniType>(
  where: string,
  schema: Schema,
  written: unknown,
): z.output<Schema> {
  const result = schema.safeParse(written);
  if (result.success) return result.data;
  throw new SettingsError(where, result.error.issues.map(problem));
}

function problem({ path, message }: { readonly path: PropertyKey[]; readonly message: string }): string {
  const place = path.map(String).join('.');
  return place === '' ? `${message}.` : `${place}: ${message}.`;
}
