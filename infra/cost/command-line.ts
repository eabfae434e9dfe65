import { parseArgs } from 'node:util';
import { DEFAULT_LOAD, DEFAULT_POLLERS, type Load } from './load.ts';
import { NUMBER_OPTIONS, type NumberOption } from './options.ts';
import {
  DEFAULT_REGION,
  type Price,
  type PriceName,
  type Prices,
  REGIONS,
  type RegionPrices,
} from './prices.ts';

export interface Command {
  readonly kind: 'estimate';
  readonly regionName: string;
  readonly region: RegionPrices;
  readonly load: Load;
  readonly isJson: boolean;
}

const FLAGS = {
  region: { type: 'string', default: DEFAULT_REGION },
  price: { type: 'string', multiple: true },
  'on-demand': { type: 'boolean', default: false },
  'no-alarms': { type: 'boolean', default: false },
  'no-dashboard': { type: 'boolean', default: false },
  demo: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line of `npm run cost`.
 *
 * @param todayMs epoch milliseconds: the date of prices that are given.
 * @throws Error with a sentence for the person who typed it.
 */
export function parseCommand(args: readonly string[], todayMs: number): Command | { readonly kind: 'help' } {
  const numberFlags = Object.fromEntries(
    Array.from(NUMBER_OPTIONS.keys(), (name) => [name, { type: 'string' as const }]),
  );
  const { values } = parseArgs({ args: [...args], options: { ...numberFlags, ...FLAGS } });
  if (values.help === true) return { kind: 'help' };
  const region = REGIONS.get(values.region);
  if (region === undefined) {
    throw new Error(
      `There are no prices of ${values.region} here, only of ${[...REGIONS.keys()].join(', ')}. Take these, and replace prices with --price NAME=USD.`,
    );
  }
  const numbers = givenNumbers(values);
  return {
    kind: 'estimate',
    regionName: values.region,
    region: { ...region, prices: withGivenPrices(region.prices, values.price ?? [], todayMs) },
    load: load(numbers, values),
    isJson: values.json,
  };
}

type GivenNumbers = ReadonlyMap<NumberOption['sets'], number>;

function givenNumbers(values: Readonly<Record<string, unknown>>): GivenNumbers {
  const given = new Map<NumberOption['sets'], number>();
  for (const [name, option] of NUMBER_OPTIONS) {
    const text = values[name];
    if (typeof text === 'string') given.set(option.sets, numberOf(`--${name}`, text, option));
  }
  return given;
}

function numberOf(name: string, text: string, { minimum, maximum, isWhole = true }: NumberOption): number {
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value))) return value;
  throw new Error(
    `${name} is "${text}". Give a ${isWhole ? 'whole number' : 'number'} from ${minimum} to ${maximum}.`,
  );
}

interface SetUpFlags {
  readonly 'on-demand': boolean;
  readonly 'no-alarms': boolean;
  readonly 'no-dashboard': boolean;
  readonly demo: boolean;
}

function load(given: GivenNumbers, flags: SetUpFlags): Load {
  const { minimumPollers, maximumPollers, ...numbers }: Record<string, number> = Object.fromEntries(given);
  const isOnDemand = flags['on-demand'];
  if (isOnDemand && (minimumPollers ?? maximumPollers) !== undefined) {
    throw new Error('--on-demand has no pollers to count. Leave --min-pollers and --max-pollers out.');
  }
  const minimum = minimumPollers ?? DEFAULT_POLLERS.minimum;
  const maximum = maximumPollers ?? Math.max(DEFAULT_POLLERS.maximum, minimum);
  return {
    ...DEFAULT_LOAD,
    peakRecordsPerSecond: given.get('recordsPerSecond') ?? DEFAULT_LOAD.recordsPerSecond,
    ...numbers,
    pollers: isOnDemand ? undefined : { minimum, maximum },
    hasAlarms: !flags['no-alarms'],
    hasDashboard: !flags['no-dashboard'],
    hasDemo: flags.demo,
  };
}

function withGivenPrices(prices: Prices, given: readonly string[], todayMs: number): Prices {
  const replaced: Partial<Record<PriceName, Price>> = {};
  for (const text of given) {
    const [name = '', usd = ''] = text.split('=');
    if (!isPriceName(name, prices) || !/^\d+(?:\.\d+)?$/.test(usd)) {
      throw new Error(
        `--price is "${text}". Give NAME=USD; the names are ${Object.keys(prices).join(', ')}.`,
      );
    }
    const asOf = new Date(todayMs).toISOString().slice(0, 10);
    replaced[name] = { ...prices[name], usd: Number(usd), asOf, sure: 'given' };
  }
  return { ...prices, ...replaced };
}

function isPriceName(name: string, prices: Prices): name is PriceName {
  return Object.hasOwn(prices, name);
}
