import { RecordError } from '../errors.ts';

export function invalid(message: string): RecordError {
  return new RecordError('PAYLOAD_INVALID', message);
}
