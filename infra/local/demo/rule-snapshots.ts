import { toCaller } from '../../command-line/caller-path.ts';
import type { EventBridgeStandIn } from '../eventbridge/event-bridge.ts';
import type { RuleSnapshot } from '../pipeline/snapshot.ts';

/**
 * What the rules of the bus have matched so far, and where that went.
 *
 * @throws Error when a log file could not be written.
 */
export function ruleSnapshots(eventBridge: EventBridgeStandIn): RuleSnapshot[] {
  return eventBridge.rules().map(({ name, matchedCount, targets }) => ({
    name,
    matched: matchedCount,
    targets: targets.map(({ arn }) => delivered(eventBridge, arn)),
  }));
}

function delivered(eventBridge: EventBridgeStandIn, arn: string): RuleSnapshot['targets'][number] {
  const [, logGroupName] = arn.split(':log-group:');
  if (logGroupName !== undefined) {
    const logGroup = eventBridge.logGroups().find(({ name }) => name === logGroupName);
    if (logGroup?.writeError !== undefined) throw logGroup.writeError;
    return {
      to: `log ${logGroup?.file === undefined ? logGroupName : toCaller(logGroup.file)}`,
      delivered: logGroup?.lineCount ?? 0,
    };
  }
  const webhook = eventBridge.webhooks().find((known) => known.arn === arn);
  return { to: `webhook ${webhook?.name ?? arn}`, delivered: webhook?.deliveredCount ?? 0 };
}
