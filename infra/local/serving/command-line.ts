import { isIPv4 } from 'node:net';
import { parseArgs } from 'node:util';
import { wholeNumber } from '../../command-line/whole-number.ts';
import { STAND_INS_PORT } from '../container-endpoint.ts';
import { FAULT_TEXT_HELP } from '../fault-text.ts';

export const HELP = `Stand-ins of EventBridge, SSM, Glue, SQS, S3, Secrets Manager, STS and a schema registry that stay until Ctrl-C, with all
that the sample events need, for \`sam local invoke\` and any other client. Prints what arrives.

  npm run stand-ins
  npm run stand-ins -- --host 172.17.0.1    on Linux, for containers: the address of docker0

Options
  --port N        port to listen on; 0 takes a free one (${STAND_INS_PORT})
  --host ADDRESS  IPv4 address to listen on (127.0.0.1); 0.0.0.0 for every address of this machine
  --faults TEXT   make the stand-ins fail:
${FAULT_TEXT_HELP.replaceAll(/^/gm, '                  ')}
  --json          one JSON document a line, events with all their contents
  --help          this text
`;

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly faults: string | undefined;
  readonly isJson: boolean;
}

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string' },
  faults: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const PORT_RANGE = { min: 0, max: 65_535 };

/**
 * Reads the command line of `npm run stand-ins`.
 *
 * @throws Error with a sentence for the person who typed it.
 */
export function parseServeOptions(args: readonly string[]): ServeOptions | 'help' {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) return 'help';
  if (!isIPv4(values.host)) {
    throw new Error(`--host is "${values.host}". Give an IPv4 address of this machine.`);
  }
  return {
    host: values.host,
    port: wholeNumber('--port', values.port, STAND_INS_PORT, PORT_RANGE),
    faults: values.faults,
    isJson: values.json,
  };
}
