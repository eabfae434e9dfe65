import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bridgeEnvironment } from '../../../infra/local/demo/bridge-environment.ts';
import { LocalFunction } from '../../../infra/local/lambda/function-host.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import { BATCH_BUCKET, LETTER_BUCKET, type MotoAccount } from './moto-account.ts';

const TIMEOUT_MS = 30_000;

export interface FunctionOptions {
  /** Name of the SSM parameter with the configuration document. */
  readonly parameter: string;
  /** Where the bridge writes dead letters. @default 'queue' */
  readonly store?: 'queue' | 'queue and bucket';
}

/**
 * A built function, with environment variables that send it to moto.
 *
 * @throws Error when it has not been built.
 */
export function startFunction(
  name: 'bridge' | 'redrive',
  account: MotoAccount,
  { parameter, store = 'queue' }: FunctionOptions,
): LocalFunction {
  const artefact = fileURLToPath(new URL(`../../../dist/${name}/index.mjs`, import.meta.url));
  if (!existsSync(artefact)) {
    throw new Error(`dist/${name}/index.mjs is not there. Run npm run build first.`);
  }
  return new LocalFunction({
    artefact,
    name,
    environment: {
      ...account.environment,
      ...bridgeEnvironment({
        configurationParameter: parameter,
        deadLetterQueueUrl: account.deadLetterQueueUrl,
        ...(store === 'queue' ? {} : { deadLetterBucket: LETTER_BUCKET }),
      }),
      [ENVIRONMENT.failureBucket]: BATCH_BUCKET,
    },
    timeoutMs: TIMEOUT_MS,
  });
}
