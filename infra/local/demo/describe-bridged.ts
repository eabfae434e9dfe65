import { styleText } from 'node:util';
import type { BridgedFile } from './bridge-file.ts';

/** What became of an event file, as a person reads it. */
export function describeBridged({ entries, dropped, deadLetters, response, error }: BridgedFile): string {
  return [
    ...section(`${entries.length} PutEvents entries`, entries),
    ...(dropped > 0
      ? [
          styleText(
            'yellow',
            `${dropped} entries for a bus that does not exist here: accepted and dropped, as on AWS`,
          ),
        ]
      : []),
    ...(deadLetters.length > 0 ? section(`${deadLetters.length} dead letters`, deadLetters) : []),
    ...(error === undefined
      ? section('Answer to the event source mapping', response)
      : [styleText(['bold', 'red'], `The function failed with ${error.type}`), error.message]),
  ].join('\n');
}

function section(title: string, content: unknown): string[] {
  return [styleText('bold', title), JSON.stringify(content, undefined, 2)];
}
