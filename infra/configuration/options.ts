/** Options of `npm run config`, for `parseArgs` of `node:util`. */
export const OPTIONS = {
  bridge: { type: 'string' },
  'config-parameter': { type: 'string' },
  topic: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
