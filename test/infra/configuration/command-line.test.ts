import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../infra/configuration/command-line.ts';

const FILE = { kind: 'file', path: resolve('a.json') };
const PARAMETER = { kind: 'parameter', name: '/kafka-eventbridge/payments/configuration' };

describe('the command line of npm run config', () => {
  it.each([
    { args: ['check', 'a.json'], command: { kind: 'check', place: FILE, isJson: false } },
    { args: ['check', '-'], command: { kind: 'check', place: { kind: 'standard input' }, isJson: false } },
    {
      args: ['show', '--bridge', 'payments', '--topic', 'a'],
      command: { kind: 'show', place: PARAMETER, topic: 'a', isJson: false },
    },
    {
      args: ['put', 'a.json', '--bridge', 'payments', '--dry-run', '--json'],
      command: { kind: 'put', source: FILE, target: PARAMETER, isDryRun: true, isJson: true },
    },
    {
      args: ['check', '--config-parameter', '/own'],
      command: { kind: 'check', place: { kind: 'parameter', name: '/own' }, isJson: false },
    },
    { args: ['schema'], command: { kind: 'schema', isWriting: false } },
    { args: ['table', '--write'], command: { kind: 'table', isWriting: true } },
    { args: ['--help'], command: { kind: 'help' } },
  ])('is understood: $args', ({ args, command }) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([
    { args: [], message: 'Say what to do: check, show, put, schema or table; see --help.' },
    { args: ['push'], message: '"push" is not known: check' },
    { args: ['check'], message: 'Which document? Give a FILE, --bridge NAME' },
    { args: ['check', 'a.json', 'b.json'], message: 'There are several files: a.json, b.json.' },
    {
      args: ['check', 'a.json', '--bridge', 'a'],
      message: 'There are two documents, a file and a parameter.',
    },
    {
      args: ['check', '--bridge', 'a', '--config-parameter', 'b'],
      message: '--bridge and --config-parameter both name',
    },
    { args: ['put', '--bridge', 'a'], message: 'Which document?' },
    { args: ['put', 'a.json'], message: 'Where to? Give --bridge NAME or --config-parameter NAME.' },
    { args: ['check', 'a.json', '--dry-run'], message: '--dry-run belongs to put.' },
    { args: ['put', 'a.json', '--topic', 'a'], message: '--topic belongs to show.' },
    { args: ['show', 'a.json', '--write'], message: '--write belongs to schema and table.' },
  ])('is refused with a sentence: $message', ({ args, message }) => {
    expect(() => parseCommand(args)).toThrow(message);
  });
});
