import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface CommandOutput {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A command of the project in a process of its own.
 *
 * @param environment of AWS: that of stand-ins, for example.
 */
export async function runCommandProcess(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
  input = '',
): Promise<CommandOutput> {
  const { FORCE_COLOR: _, INIT_CWD: __, ...own } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...own, AWS_DEFAULT_REGION: undefined, ...environment, NO_COLOR: '1' },
  });
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}
