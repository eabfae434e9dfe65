import { Refusal } from '../command-line/refusal.ts';
import { isMembers, type Members, membersIn, textIn } from '../import/json-members.ts';

const BUS_ARN = 'aws.eventbridge.eventbus.arn';

/**
 * The configuration document in a text: that of a bridge of `bridges/`, with what a deployment adds to it, or the text itself.
 *
 * @throws Refusal when the bus is known at deployment only.
 */
export function bridgeDocument(text: string): string {
  const bridge = parsed(text);
  if (bridge === undefined || !('source' in bridge && 'topics' in bridge && 'name' in bridge)) return text;
  const configuration = membersIn(bridge, 'configuration') ?? {};
  const busArn = textIn(configuration, BUS_ARN) ?? textIn(bridge, 'eventBusArn');
  if (busArn === undefined || !busArn.startsWith('arn:')) {
    throw new Refusal(
      'The bridge gets its bus at deployment, so that its configuration is complete then only. npx cdk synth checks what is known.',
    );
  }
  return JSON.stringify({
    'aws.eventbridge.connector.id': bridge.name,
    'aws.eventbridge.region': busArn.split(':')[3],
    [BUS_ARN]: busArn,
    ...configuration,
  });
}

function parsed(text: string): Members | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isMembers(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
