import { describe, expect, it } from 'vitest';
import { type Command, parseCommand } from '../../../infra/cost/command-line.ts';
import { HELP } from '../../../infra/cost/help.ts';
import { DEFAULT_LOAD } from '../../../infra/cost/load.ts';
import { NUMBER_OPTIONS } from '../../../infra/cost/options.ts';

const TODAY_MS = Date.UTC(2026, 10, 21, 23);

function parse(...args: string[]): Command {
  const command = parseCommand(args, TODAY_MS);
  if (command.kind === 'help') throw new Error('This is a call for help.');
  return command;
}

describe('the command line of npm run cost', () => {
  it('estimates what is deployed by default', () => {
    expect(parse()).toMatchObject({ regionName: 'us-east-1', load: DEFAULT_LOAD, isJson: false });
  });

  it('takes the average for the peak, unless there is one', () => {
    expect(parse('--records-per-second', '100').load.peakRecordsPerSecond).toBe(100);
    expect(
      parse('--records-per-second', '100', '--peak-records-per-second', '500').load.peakRecordsPerSecond,
    ).toBe(500);
  });

  it('sets every number of the load', () => {
    for (const [name, { sets, minimum }] of NUMBER_OPTIONS) {
      const { load } = parse(`--${name}`, String(minimum));
      const members = {
        ...load,
        minimumPollers: load.pollers?.minimum,
        maximumPollers: load.pollers?.maximum,
      };
      expect(members[sets], name).toBe(minimum);
    }
  });

  it('makes room for more pollers than the default has', () => {
    expect(parse('--min-pollers', '40').load.pollers).toEqual({ minimum: 40, maximum: 40 });
    expect(parse('--min-pollers', '2').load.pollers).toEqual({ minimum: 2, maximum: 10 });
  });

  it('leaves out and adds', () => {
    const { load, isJson } = parse('--on-demand', '--no-alarms', '--no-dashboard', '--demo', '--json');
    expect(load).toMatchObject({ hasAlarms: false, hasDashboard: false, hasDemo: true });
    expect(load.pollers).toBeUndefined();
    expect(isJson).toBe(true);
  });

  it('replaces prices, and dates them today', () => {
    const { prices } = parse('--price', 'pollerUnit=0.2', '--price', 'event=0').region;
    expect(prices.pollerUnit).toMatchObject({ usd: 0.2, unit: 'EPU-h', sure: 'given', asOf: '2026-11-21' });
    expect(prices.event.usd).toBe(0);
    expect(prices.invocation.sure).toBe('listed');
  });

  it('helps, with every option', () => {
    expect(parseCommand(['--help'], TODAY_MS)).toEqual({ kind: 'help' });
    for (const name of NUMBER_OPTIONS.keys()) expect(HELP).toContain(`--${name} N`);
  });

  it.each([
    [['--records-per-second', 'ten'], '--records-per-second is "ten". Give a number from 0.001 to 1000000.'],
    [['--records-per-second', '0'], '--records-per-second is "0". Give a number from 0.001 to 1000000.'],
    [['--batch-size', '10001'], '--batch-size is "10001". Give a whole number from 1 to 10000.'],
    [['--batch-size', '1.5'], '--batch-size is "1.5". Give a whole number from 1 to 10000.'],
    [
      ['--on-demand', '--max-pollers', '5'],
      '--on-demand has no pollers to count. Leave --min-pollers and --max-pollers out.',
    ],
    [
      ['--region', 'eu-west-1'],
      'There are no prices of eu-west-1 here, only of us-east-1. Take these, and replace prices with --price NAME=USD.',
    ],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(new Error(message));
  });

  it.each(['pollerUnit', 'pollerUnit=', 'pollerUnit=cheap', 'toString=1', '=1'])(
    'refuses --price %s',
    (text) => {
      expect(() => parse('--price', text)).toThrow(
        `--price is "${text}". Give NAME=USD; the names are pollerUnit, `,
      );
    },
  );

  it('refuses what it does not know', () => {
    expect(() => parse('--record', '5')).toThrow("Unknown option '--record'");
  });
});
