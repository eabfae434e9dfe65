import type { MappingOptions } from './mapping-options.ts';
import { provisionedPollers } from './pollers.ts';

/**
 * Whether a mapping with these options delivers only failed records again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export function takesPartialResponses(
  options: Pick<MappingOptions, 'polling' | 'partialResponses'>,
): boolean {
  return options.partialResponses ?? provisionedPollers(options.polling) !== undefined;
}
