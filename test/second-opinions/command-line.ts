import { parseArgs } from 'node:util';

export const HELP = `Asks somebody else: moto, which stands in for AWS in Python. The built bridge and redrive function run before its
server, and what its buses, queues and buckets got is audited. The same requests go to the project's stand-ins and to moto, and
event patterns to both matchers; where the answers differ, it is written down who is right.

  npm run second-opinions

Options
  --list                 the requests that are answered alike, too
  --event-patterns FILE  both matchers against answers of the service in this file
  --require-all          when the machine cannot run moto, that is a failure, not left out
  --json                 print the result as JSON, for machines
  --help                 this text

Needs Python 3.11 or later; the first time some 30 MB are fetched to .local/second-opinions, which take 140 MB there. The
differences are in test/second-opinions/differences/. The exit code is 1 when a record is lost or altered, when a difference is
not explained, and when an explained one is gone.
`;

export interface Command {
  readonly isHelp: boolean;
  readonly isJson: boolean;
  readonly isListing: boolean;
  readonly isSkippingAllowed: boolean;
  /** A file with answers that were recorded from the service. */
  readonly eventPatterns: string | undefined;
}

/** @throws Error with a sentence for the person who typed it. */
export function readCommandLine(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      list: { type: 'boolean', default: false },
      'event-patterns': { type: 'string' },
      'require-all': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    isHelp: values.help,
    isJson: values.json,
    isListing: values.list,
    isSkippingAllowed: !values['require-all'],
    eventPatterns: values['event-patterns'],
  };
}
