import { readFileSync } from 'node:fs';
import avsc from 'avsc';
import { glueFrame } from '../../infra/local/demo/frame-encoder.ts';
import { NOTIFICATION, UNKNOWN_SCHEMA_VERSION_ID } from '../../infra/local/demo/schemas.ts';
import { type Random, seededRandom } from '../../infra/local/seeded-random.ts';

/** What a record holds, and so what is to become of it. */
export type Content =
  | {
      readonly kind: 'transaction';
      readonly version: TransactionVersion;
      /** Avro binary, without a frame: that is the serializer's to write. */
      readonly datum: Buffer;
      readonly isCompressed: boolean;
      /** JSON text that the bridge has to make of it. */
      readonly valueText: string;
    }
  | { readonly kind: 'tombstone' }
  /** Bytes that can become no event, and the code with which they have to fail. */
  | { readonly kind: 'poison'; readonly bytes: Buffer; readonly code: string };

/** A record to write. */
export interface PlannedRecord {
  readonly key: string | null;
  readonly headers: readonly (readonly [name: string, text: string])[];
  readonly content: Content;
}

export interface PlanOptions {
  readonly records: number;
  /** Of records that can become no event. From 0 to 1. @default 0 */
  readonly poisonShare?: number;
  readonly seed: number;
}

/** Versions of one schema: a field comes to it half way through. */
export type TransactionVersion = 'transaction-1' | 'transaction-2';

const KEYS = 500;
const KEYLESS_SHARE = 0.05;
const HEADERS_SHARE = 0.1;
const TOMBSTONE_SHARE = 0.02;
const ZLIB_SHARE = 0.2;

const FIRST = JSON.parse(
  readFileSync(new URL('../../shared/schemas/transaction.avsc', import.meta.url), 'utf8'),
);
const DEFINITIONS: Readonly<Record<TransactionVersion, object>> = {
  'transaction-1': FIRST,
  'transaction-2': { ...FIRST, fields: [...FIRST.fields, { name: 'terminal', type: 'long', default: 0 }] },
};

/** Texts of the schemas, as the producer takes them. */
export const TRANSACTION_SCHEMAS: readonly (readonly [name: TransactionVersion, definition: string])[] = [
  ['transaction-1', JSON.stringify(DEFINITIONS['transaction-1'])],
  ['transaction-2', JSON.stringify(DEFINITIONS['transaction-2'])],
];

const TYPES: Readonly<Record<TransactionVersion, avsc.Type>> = {
  'transaction-1': avsc.Type.forSchema(FIRST, { wrapUnions: false }),
  'transaction-2': avsc.Type.forSchema(JSON.parse(JSON.stringify(DEFINITIONS['transaction-2'])), {
    wrapUnions: false,
  }),
};

/** Records in the order in which they are written; the same for the same seed. */
export function planRecords({ records, poisonShare = 0, seed }: PlanOptions): PlannedRecord[] {
  const random = seededRandom(seed);
  return Array.from({ length: records }, (_, number) => ({
    key: random() < KEYLESS_SHARE ? null : `card-${Math.floor(random() * KEYS)}`,
    headers: random() < HEADERS_SHARE ? [['trace', `terminal/${number}`] as const] : [],
    // Few records, and there is poison among them all the same.
    content: contentOf(number, number < records / 2 ? 'transaction-1' : 'transaction-2', random, {
      isPoison: poisonShare > 0 && (number === 1 || random() < poisonShare),
    }),
  }));
}

function contentOf(
  number: number,
  version: TransactionVersion,
  random: Random,
  { isPoison }: { readonly isPoison: boolean },
): Content {
  if (isPoison) return poison(number);
  if (random() < TOMBSTONE_SHARE) return { kind: 'tombstone' };
  const value = {
    creditCard: random() < 0.5 ? null : '4539 1488 0343 6467',
    firstName: 'Zoë',
    id: `transaction-${number}`,
    lastName: 'Müller',
    streetAddress: null,
    total: `$${(random() * 1_000).toFixed(2)}`,
    userId: `user-${Math.floor(random() * 100)}`,
    ...(version === 'transaction-2' && { terminal: Number.MAX_SAFE_INTEGER - number }),
  };
  return {
    kind: 'transaction',
    version,
    datum: TYPES[version].toBuffer(value),
    isCompressed: random() < ZLIB_SHARE,
    valueText: JSON.stringify(value),
  };
}

/** In turns: no frame, an unknown schema, a value that is cut short. */
function poison(number: number): Content {
  const poisons = [
    { code: 'FRAME_INVALID', bytes: Buffer.from(`transaction-${number}`) },
    {
      code: 'SCHEMA_NOT_FOUND',
      bytes: glueFrame(UNKNOWN_SCHEMA_VERSION_ID, Buffer.from(`transaction-${number}`)),
    },
    { code: 'PAYLOAD_INVALID', bytes: glueFrame(NOTIFICATION.schemaVersionId, Buffer.from([0x80])) },
  ] as const;
  return { kind: 'poison', ...(poisons[number % poisons.length] ?? poisons[0]) };
}
