/** Options of `npm run import`, for `parseArgs` of `node:util`. */
export const OPTIONS = {
  bridge: { type: 'string' },
  connector: { type: 'string' },
  worker: { type: 'string' },
  set: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  'cluster-arn': { type: 'string' },
  'start-at': { type: 'string' },
  out: { type: 'string' },
  overwrite: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  put: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
