import { type Reader, Writer } from '@platformatic/kafka';
import { BROKER_ERRORS } from './broker-error.ts';

export interface InitProducerIdRequest {
  readonly transactionalId: string | null;
}

/** The timeout of transactions that follows has no meaning here. */
export function readInitProducerIdRequest(reader: Reader): InitProducerIdRequest {
  return { transactionalId: reader.readNullableString(false) };
}

const NO_PRODUCER = -1n;
const NO_EPOCH = -1;
const FIRST_EPOCH = 0;

/** Hands out the ids by which idempotent producers are told apart. */
export class ProducerIds {
  #next = 1_000n;

  answer({ transactionalId }: InitProducerIdRequest): Writer {
    const writer = Writer.create().appendInt32(0);
    if (transactionalId === null) {
      return writer
        .appendInt16(BROKER_ERRORS.NONE)
        .appendInt64(this.#next++)
        .appendInt16(FIRST_EPOCH);
    }
    // There are no transactions. Producers give up at this error, and repeat at most others.
    const errorCode = BROKER_ERRORS.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    return writer.appendInt16(errorCode).appendInt64(NO_PRODUCER).appendInt16(NO_EPOCH);
  }
}
