import type { Polling } from './mapping-options.ts';

/** Provisioned pollers of a mapping, with the defaults filled in. */
export interface Pollers {
  readonly minimum: number;
  readonly maximum: number;
  readonly group: string | undefined;
}

/** One Event Poller Unit holds ten pollers, so that growth up to here costs nothing. */
const DEFAULT_MAXIMUM_POLLERS = 10;

/** Undefined for on-demand pollers. */
export function provisionedPollers(polling: Polling | undefined): Pollers | undefined {
  if (polling?.mode === 'on-demand') return undefined;
  return {
    minimum: polling?.minimumPollers ?? 1,
    maximum: polling?.maximumPollers ?? DEFAULT_MAXIMUM_POLLERS,
    group: polling?.pollerGroup,
  };
}
