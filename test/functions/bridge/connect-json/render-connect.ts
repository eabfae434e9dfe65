import { connectJson } from '../../../../functions/bridge/connect-json/connect-json.ts';
import { RecordError } from '../../../../functions/bridge/errors.ts';
import { JsonWriter } from '../../../../functions/bridge/json/json-writer.ts';
import type { DecimalFormat } from '../../../../shared/configuration/format.ts';

/** The text that a document becomes. */
export function renderDocument(document: string | Buffer, decimals: DecimalFormat = 'BASE64'): string {
  const out = new JsonWriter();
  connectJson({ decimals })(Buffer.from(document), out);
  return out.toString();
}

/** The text that a payload becomes. Both are JSON texts, so that nothing is rounded on the way. */
export function renderPayload(schema: object, payload: string, decimals?: DecimalFormat): string {
  return renderDocument(`{"schema":${JSON.stringify(schema)},"payload":${payload}}`, decimals);
}

/** The error that a document is refused with. */
export function documentFailure(document: string | Buffer, decimals?: DecimalFormat): RecordError {
  try {
    renderDocument(document, decimals);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error('expected a RecordError');
}

export function payloadFailure(schema: object, payload: string, decimals?: DecimalFormat): RecordError {
  return documentFailure(`{"schema":${JSON.stringify(schema)},"payload":${payload}}`, decimals);
}
