import { styleText } from 'node:util';
import { wrap } from '../command-line/text.ts';
import { heading } from '../redrive/describe-staying.ts';
import type { Import } from './import-connector.ts';
import { clusterReference } from './surroundings.ts';

/**
 * What was written, and what is to do with it.
 *
 * @param files none in a dry run.
 */
export function describeNext(
  { bridgeName, bridge }: Import,
  files: readonly string[],
  columns: number,
): string {
  if (files.length === 0) {
    return `\n${styleText('dim', 'Dry run: nothing was written. Leave --dry-run out to write the files.')}`;
  }
  return [
    '',
    ...files.map((file) => styleText('green', `Written: ${file}`)),
    '',
    heading('Next'),
    ...steps(bridgeName, bridge).flatMap(({ command, why }) => [
      ...(command === undefined ? [] : [`  ${command}`]),
      ...wrap(why, columns, command === undefined ? '  ' : '      ').map((line) =>
        command === undefined ? line : styleText('dim', line),
      ),
    ]),
  ].join('\n');
}

interface Step {
  readonly command?: string;
  readonly why: string;
}

function steps(name: string, { source, consumerGroupId }: Import['bridge']): Step[] {
  const reference = clusterReference(name);
  const needsCluster = 'clusterArn' in source && source.clusterArn === reference;
  return [
    ...(needsCluster
      ? [
          {
            command: `aws ssm put-parameter --type String --name ${reference.slice('ssm:'.length)} --value ARN`,
            why: 'says which cluster it is, or change source in the file.',
          },
        ]
      : []),
    ...(consumerGroupId === undefined
      ? []
      : [{ why: 'Stop the connector, so that the bridge goes on where it stopped.' }]),
    {
      command: `npx cdk deploy KafkaEventBridge-${name}`,
      why: 'makes the function, its mappings and alarms, and the parameter with the configuration.',
    },
  ];
}
