import type { Bench } from './bench-context.ts';
import type { BundleName } from './bundles.ts';

/** The handlers that the bridge is compared with, by the names they have in tables. */
const BASELINES = {
  'naive loop': 'naive-loop',
  'serial sender': 'serial-sender',
  'parsing only': 'answer-only',
} as const satisfies Readonly<Record<string, BundleName>>;

export type ComparedHandler = 'bridge' | keyof typeof BASELINES;

/** Path of the module with a handler. */
export function handlerModule({ bridge, bundles }: Bench, name: ComparedHandler): string {
  return name === 'bridge' ? bridge.module : bundles.path(BASELINES[name]);
}
