import { provisionedPollers } from '../pollers.ts';
import type { MappingPlan, MappingRule } from './mapping-plan.ts';

/**
 * What only provisioned pollers have.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
 */
export const PROVISIONED_RULES: readonly MappingRule[] = [
  onlyProvisioned('Retry controls', 'remove retry', ({ retry }) => retry !== undefined),
  onlyProvisioned(
    'Partial batch responses',
    'remove partialResponses',
    ({ partialResponses }) => partialResponses === true,
  ),
  onlyProvisioned(
    'A schema registry',
    'remove schemaRegistry and let the bridge decode',
    ({ schemaRegistry }) => schemaRegistry !== undefined,
  ),
  onlyProvisioned(
    'A Kafka topic as on-failure destination',
    'choose s3 or sqs',
    ({ onFailure }) => onFailure.type === 'kafka',
  ),
  onlyProvisioned('Logs of the pollers', 'remove logLevel', ({ logLevel }) => logLevel !== undefined),
];

function onlyProvisioned(
  what: string,
  otherwise: string,
  isWanted: (plan: MappingPlan) => boolean,
): MappingRule {
  return (plan) =>
    provisionedPollers(plan.polling) === undefined && isWanted(plan)
      ? `${what} ${what.endsWith('s') ? 'need' : 'needs'} provisioned pollers. Set polling.mode to "provisioned", or ${otherwise}.`
      : undefined;
}
