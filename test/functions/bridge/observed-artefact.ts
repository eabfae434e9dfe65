import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * The built bridge as a function, with a clock that can be put forward and a list of the files that were loaded. An event
 * with `observe` is for this module, any other one for the bridge. The environment variable `OBSERVED_ARTEFACT` holds the
 * path of the built module.
 */

/** What a test may ask for. */
export type Observation =
  | { readonly observe: 'files' }
  | { readonly observe: 'advance'; readonly milliseconds: number };

interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

const files = new Set<string>();
registerHooks({
  load: (url, context, next) => {
    files.add(url);
    return next(url, context);
  },
});

// The bridge takes the function itself, so it has to be replaced before the bridge is loaded.
let aheadMs = 0;
const realNow = Date.now;
Date.now = () => realNow() + aheadMs;

const artefactUrl = pathToFileURL(process.env.OBSERVED_ARTEFACT ?? '').href;
const bridge: { handler: (event: unknown, context: object) => Promise<unknown> } = await import(artefactUrl);

export async function handler(event: Observation | object, context: Context): Promise<unknown> {
  if (!('observe' in event)) {
    // Lambda counts the real time.
    const startAheadMs = aheadMs;
    const getRemainingTimeInMillis = () => context.getRemainingTimeInMillis() + startAheadMs;
    return await bridge.handler(event, { ...context, getRemainingTimeInMillis });
  }
  if (event.observe === 'files') return [...files];
  aheadMs += event.milliseconds;
  return null;
}
