import { styleText } from 'node:util';
import { counted } from '../../command-line/counted.ts';
import type { BridgedFile } from './bridge-file.ts';

/** What became of an event file, as a person reads it. */
export function describeBridged({ entries, dropped, deadLetters, response, error }: BridgedFile): string {
  return [
    ...section(counted(entries.length, 'PutEvents entry', 'PutEvents entries'), entries),
    ...(dropped > 0
      ? [
          styleText(
            'yellow',
            `${counted(dropped, 'entry', 'entries')} for a bus that does not exist here: accepted and dropped, as on AWS`,
          ),
        ]
      : []),
    ...(deadLetters.length > 0 ? section(counted(deadLetters.length, 'dead letter'), deadLetters) : []),
    ...(error === undefined
      ? section('Answer to the event source mapping', response)
      : [styleText(['bold', 'red'], `The function failed with ${error.type}`), error.message]),
  ].join('\n');
}

function section(title: string, content: unknown): string[] {
  return [styleText('bold', title), JSON.stringify(content, undefined, 2)];
}
