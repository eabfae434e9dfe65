import { expect, test } from 'vitest';
import { HELP, parseCommand } from './command-line.ts';
import { SCENARIOS } from './scenarios.ts';

test('without options all scenarios are played, with the figures that the help tells', () => {
  const command = parseCommand([]);

  expect(command).toEqual({
    kind: 'play',
    records: 20_000,
    seed: 1,
    scenarios: SCENARIOS,
    isVerbose: false,
    isJson: false,
  });
  expect(HELP).toContain('(20000)');
});

test('some scenarios are chosen by their names', () => {
  const command = parseCommand([
    '--scenario',
    'rebalance',
    '--scenario',
    'plain',
    '--records',
    '5000',
    '--json',
  ]);

  expect(command).toMatchObject({ records: 5_000, isJson: true });
  expect(command.kind === 'play' && command.scenarios.map(({ name }) => name)).toEqual([
    'rebalance',
    'plain',
  ]);
});

test.each([
  [['--scenario', 'storm'], 'There is no scenario "storm". --list shows them all.'],
  [['--records', '10'], '--records is "10". Give a whole number from 1,000 to 500,000.'],
  [['--seed', 'x'], '--seed is "x". Give a whole number from 0 to 2,147,483,647.'],
])('%j is refused with a sentence', (args, message) => {
  expect(() => parseCommand(args)).toThrow(message);
});

test.each([
  ['--help', 'help'],
  ['--list', 'list'],
] as const)('%s plays nothing', (option, kind) => {
  expect(parseCommand([option])).toEqual({ kind });
});

test('scenarios have names of their own, which name their topics', () => {
  const names = SCENARIOS.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z-]+$/.test(name))).toEqual([]);
});
