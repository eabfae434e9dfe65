import { Refusal } from '../command-line/refusal.ts';

/** Of an advanced parameter. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_DOCUMENT_BYTES = 8_192;

/** Why no parameter takes the document; undefined when one does. */
export function sizeProblem(text: string): string | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_DOCUMENT_BYTES) return undefined;
  return `The configuration has ${bytes} bytes, and a parameter takes ${MAX_DOCUMENT_BYTES}. Say once what most topics share, and in topics only what differs, or make several bridges.`;
}

/** @throws Refusal when no parameter takes the document. */
export function refuseSize(text: string): void {
  const problem = sizeProblem(text);
  if (problem !== undefined) throw new Refusal(problem);
}
