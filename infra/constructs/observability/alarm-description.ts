import { Stack, Token } from 'aws-cdk-lib';
import type { ArtefactFunction } from '../artefact-function.ts';
import type { ConsoleLinks } from './console-links.ts';
import { LOG_QUERIES, queryFolder, queryText } from './log-queries.ts';
import { readmeReference } from './readme-links.ts';
import { type AlarmKind, RUNBOOK } from './runbook.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const MAX_ALARM_DESCRIPTION_CHARACTERS = 1_024;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-parameters.html */
const MAX_STACK_NAME_CHARACTERS = 128;

/** Hash of the logical id, the suffix that CloudFormation gives to names, and the hyphens between. */
const GENERATED_NAME_CHARACTERS = 8 + 13 + 2;

export interface AlarmDescriptionProps {
  readonly bridgeName: string;
  readonly bridge: ArtefactFunction;
  readonly dashboardName: string;
  readonly links: ConsoleLinks;
  /** @default - sections are named, not linked */
  readonly readmeUrl?: string;
}

export interface AlarmSubject {
  readonly kind: AlarmKind;
  /** Topic, when there is an alarm for each. */
  readonly topic?: string;
}

/**
 * What an alarm says: impact, where to look first, and the links for it. In Markdown, which the console renders.
 * Where the query would make it too long, its name stands for the link.
 *
 * @throws Error if even that is too long.
 */
export function alarmDescription({ kind, topic }: AlarmSubject, props: AlarmDescriptionProps): string {
  const { impact, firstLook, section, query } = RUNBOOK[kind];
  const { bridgeName, bridge, dashboardName, links, readmeUrl } = props;
  const start = [
    `${impact} (Bridge ${bridgeName}${topic === undefined ? '' : `, topic ${topic}`}.)`,
    `Look first: ${firstLook}`,
    `Dashboard: ${links.dashboard(dashboardName)}`,
    `Runbook: ${readmeReference(section, readmeUrl)}`,
  ];
  const logs = links.logsInsights(bridge.logGroup.logGroupName, queryText(LOG_QUERIES[query]));
  const withLink = [...start, `Logs: ${logs}`].join('\n\n');
  if (withLink.length + logGroupNameCharacters(bridge) <= MAX_ALARM_DESCRIPTION_CHARACTERS) return withLink;
  const withName = [...start, `Logs: saved query ${queryFolder(bridgeName)}/${query}`].join('\n\n');
  if (withName.length <= MAX_ALARM_DESCRIPTION_CHARACTERS) return withName;
  throw new Error(
    `The description of the alarm ${kind} has ${withName.length} characters; CloudWatch takes ${MAX_ALARM_DESCRIPTION_CHARACTERS}. Give a shorter readmeUrl.`,
  );
}

/** The longest name that CloudFormation may give to the log group: it takes the names of stack and resource. */
function logGroupNameCharacters({ logGroup }: ArtefactFunction): number {
  const { stackName } = Stack.of(logGroup);
  const stackCharacters = Token.isUnresolved(stackName) ? MAX_STACK_NAME_CHARACTERS : stackName.length;
  return stackCharacters + logGroup.node.path.length + GENERATED_NAME_CHARACTERS;
}
