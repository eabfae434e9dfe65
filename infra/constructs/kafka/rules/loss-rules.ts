import { provisionedPollers } from '../pollers.ts';
import type { MappingPlan, MappingRule } from './mapping-plan.ts';

/**
 * What Lambda accepts and turns into loss.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export const LOSS_RULES: readonly MappingRule[] = [
  ({ schemaRegistry, onFailure }) =>
    schemaRegistry !== undefined && onFailure.type === 'none'
      ? 'With a schema registry and no on-failure destination Lambda drops records that it cannot decode. Set onFailure, to s3 for example.'
      : undefined,
  (plan) =>
    plan.onFailure.type === 'none' && endsRetrying(plan)
      ? 'Without an on-failure destination Lambda drops records whose retries or age run out. Set onFailure, to s3 for example, or set retry.attempts to -1 and remove retry.maximumRecordAgeSeconds.'
      : undefined,
  ({ onFailure, topic }) =>
    onFailure.type === 'kafka' && onFailure.topic === topic
      ? `The on-failure destination is the topic ${topic} itself. Choose another topic.`
      : undefined,
];

/** On-demand pollers repeat without end; provisioned ones have a default that ends. */
function endsRetrying({ polling, retry }: MappingPlan): boolean {
  if (provisionedPollers(polling) === undefined) return false;
  return retry?.attempts !== -1 || (retry.maximumRecordAgeSeconds ?? -1) !== -1;
}
