import { Template } from 'aws-cdk-lib/assertions';
import type { BridgeOptions } from '../../../../infra/constructs/bridge/bridge-options.ts';
import { KafkaEventBridge } from '../../../../infra/constructs/kafka-event-bridge.ts';
import { BRIDGE } from '../../../fixtures/bridge-options.ts';
import { emptyStack } from '../../../fixtures/cdk.ts';

/** Logical ids of the policies of a bridge's two roles start like this. */
export const ROLES = ['PaymentsBridgeRole', 'PaymentsRedrive'];

/** A stack with one bridge, `Payments`, and its template. */
export function bridgeTemplate(options: Partial<BridgeOptions> = {}) {
  const stack = emptyStack();
  new KafkaEventBridge(stack, 'Payments', { ...BRIDGE, ...options });
  return { stack, template: Template.fromStack(stack) };
}
