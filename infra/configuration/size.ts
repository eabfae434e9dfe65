import { Refusal } from '../command-line/refusal.ts';

/** Of an advanced parameter. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_DOCUMENT_BYTES = 8_192;

/** @throws Refusal when no parameter takes the document. */
export function refuseSize(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_DOCUMENT_BYTES) return;
  throw new Refusal(
    `The configuration has ${bytes} bytes, and a parameter takes ${MAX_DOCUMENT_BYTES}. Say once what most topics share, and in topics only what differs, or make several bridges.`,
  );
}
