import type { KafkaEvent } from '../../../shared/kafka-event.ts';
import { FunctionError } from '../lambda/function-host.ts';
import { type LambdaFunction, ThrottledError } from '../lambda/lambda-function.ts';

/** What came of one attempt to invoke the function. */
export type Attempt =
  | { readonly kind: 'answered'; readonly response: unknown }
  | { readonly kind: 'failed'; readonly error: FunctionError }
  /** It was throttled or not reached. Such an attempt does not count. */
  | { readonly kind: 'not-run'; readonly error: unknown };

/**
 * Invokes the function once.
 *
 * @throws what is neither an error of the function nor a throttle.
 */
export async function attempt(fn: Pick<LambdaFunction, 'invoke'>, event: KafkaEvent): Promise<Attempt> {
  try {
    return { kind: 'answered', response: await fn.invoke(event) };
  } catch (error) {
    if (error instanceof FunctionError) return { kind: 'failed', error };
    if (error instanceof ThrottledError) return { kind: 'not-run', error };
    throw error;
  }
}
