import { KafkaError, type KafkaFailureCode } from './kafka-error.ts';

/**
 * What an error of the client, of TLS or of the network means to an operator.
 *
 * @param doing what was being done: "Reading orders-0", for example.
 * @param connectionError why a connection broke; of interest when the error itself tells no more than that one did.
 */
export function explainError(error: unknown, doing: string, connectionError?: Error): KafkaError {
  if (error instanceof KafkaError) return error;
  const own = [...unfold(error)];
  const ownCode = codeOf(own);
  const isTold = ownCode !== undefined && ownCode !== 'BROKER_UNREACHABLE';
  const chain = isTold ? own : [...own, ...unfold(connectionError)];
  const messages = new Set(chain.filter(isLeaf).map(textOf));
  const text = `${doing} failed: ${[...messages].join('; ') || 'no message'}.`;
  return new KafkaError(codeOf(chain) ?? 'READ_FAILED', text, { cause: error });
}

function codeOf(chain: readonly KnownError[]): KafkaFailureCode | undefined {
  return CODES.find(([, applies]) => chain.some(applies))?.[0];
}

/** Members that errors of the client and of Node have. */
interface KnownError extends Error {
  readonly code?: unknown;
  /** Name of the protocol's error code. */
  readonly apiId?: unknown;
  /** What the broker says besides. */
  readonly serverErrorMessage?: unknown;
  /** What OpenSSL says, without the places in its source. */
  readonly reason?: unknown;
}

const NETWORK_CODES: readonly unknown[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PLT_KFK_NETWORK',
  'PLT_KFK_TIMEOUT',
];

/** A TLS error has a code of OpenSSL, or of the check of certificates that Node makes. */
const TLS_CODE =
  /^(?:ERR_SSL_|ERR_TLS_|EPROTO|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|UNSUPPORTED_CERTIFICATE)/;

/** The first that applies to any error of the chain names it: the most telling first. */
const CODES: readonly (readonly [KafkaFailureCode, (error: KnownError) => boolean])[] = [
  [
    'LOGIN_REFUSED',
    ({ code, apiId }) =>
      code === 'PLT_KFK_AUTHENTICATION' ||
      isOneOf(apiId, ['SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE']),
  ],
  [
    'NOT_AUTHORIZED',
    ({ apiId }) => isOneOf(apiId, ['TOPIC_AUTHORIZATION_FAILED', 'CLUSTER_AUTHORIZATION_FAILED']),
  ],
  ['GROUP_NOT_AUTHORIZED', ({ apiId }) => apiId === 'GROUP_AUTHORIZATION_FAILED'],
  ['GROUP_UNLIKE', ({ apiId }) => apiId === 'INCONSISTENT_GROUP_PROTOCOL'],
  [
    'TOPIC_MISSING',
    ({ apiId, message }) =>
      isOneOf(apiId, ['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION']) ||
      message.startsWith('Unknown topic '),
  ],
  ['LEADER_MISSING', ({ apiId }) => apiId === 'LEADER_NOT_AVAILABLE'],
  ['PARTITION_MISSING', ({ message }) => message === 'Unknown partition.'],
  [
    'FORMAT_UNSUPPORTED',
    ({ code, apiId }) =>
      isOneOf(code, ['PLT_KFK_UNSUPPORTED_API', 'PLT_KFK_UNSUPPORTED_COMPRESSION']) ||
      isOneOf(apiId, ['UNSUPPORTED_VERSION', 'UNSUPPORTED_COMPRESSION_TYPE']),
  ],
  [
    'TLS_FAILED',
    ({ code, message }) =>
      (typeof code === 'string' && TLS_CODE.test(code)) ||
      message === 'Broker requires TLS.' ||
      message.startsWith('TLS handshake failed.'),
  ],
  ['BROKER_UNREACHABLE', ({ code }) => NETWORK_CODES.includes(code)],
  [
    'GROUP_UNSTABLE',
    ({ apiId }) =>
      isOneOf(apiId, [
        'REBALANCE_IN_PROGRESS',
        'ILLEGAL_GENERATION',
        'UNKNOWN_MEMBER_ID',
        'COORDINATOR_LOAD_IN_PROGRESS',
        'COORDINATOR_NOT_AVAILABLE',
        'NOT_COORDINATOR',
      ]),
  ],
];

function isOneOf(value: unknown, names: readonly string[]): boolean {
  return names.some((name) => name === value);
}

/** An error, what it was caused by, and those that it gathers. */
function* unfold(error: unknown): Generator<KnownError> {
  if (!(error instanceof Error)) return;
  yield error;
  yield* unfold(error.cause);
  if (error instanceof AggregateError) for (const one of error.errors) yield* unfold(one);
}

/** The ones around it only say that something failed. */
function isLeaf(error: Error): boolean {
  return error.cause === undefined && !(error instanceof AggregateError && error.errors.length > 0);
}

function textOf({ message, reason, serverErrorMessage }: KnownError): string {
  const text = (typeof reason === 'string' ? reason : message).trim().replace(/\.$/, '');
  return typeof serverErrorMessage === 'string' ? `${text} (${serverErrorMessage})` : text;
}
