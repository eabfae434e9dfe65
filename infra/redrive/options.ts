/** Options of `npm run redrive`, for `parseArgs` of `node:util`; those of Kafka are with its reader. */
export const OPTIONS = {
  queue: { type: 'string', multiple: true },
  bucket: { type: 'string' },
  prefix: { type: 'string' },
  topic: { type: 'string' },
  bridge: { type: 'string' },
  'config-parameter': { type: 'string' },
  config: { type: 'string' },
  'only-topic': { type: 'string', multiple: true },
  code: { type: 'string', multiple: true },
  since: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
  'cluster-arn': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  rate: { type: 'string' },
  journal: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Records a second. The smallest PutEvents quota of a Region is 400 requests a second, so this leaves nearly all of it,
 * and whatever the rules' targets can take, to live records; a million letters take under three hours.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html}.
 */
export const DEFAULT_RATE = 100;

/** Above it the machine that redrives is the limit. */
export const RATE_RANGE = { min: 1, max: 10_000 };

export const LIMIT_RANGE = { min: 1, max: Number.MAX_SAFE_INTEGER };
