import { parseArgs } from 'node:util';
import { wholeNumber } from '../../infra/command-line/whole-number.ts';
import type { AnyValues } from './orders.ts';

export const HELP = `Holds the bridge against records that other people's serializers write: those of the AWS Glue Schema Registry (Java)
and of Confluent (Python). They register their schemas with the stand-ins and with an Apicurio Registry, and the built bridge
reads what they wrote. Each value has to be what was given and, for Avro, what Kafka Connect makes of the same record.

  npm run producers

Options
  --seed N       other values of other schemas (5)
  --count N      how many such values of each format (150)
  --require-all  a program that the machine cannot run is a failure, not left out
  --record       write some of the records to test/producers/foreign-frames.json
  --json         print the result as JSON, for machines
  --help         this text

Needs a JDK (17 or later), Maven and Python 3.11; the first time some 280 MB are fetched to .local/producers.
The exit code is 1 when a value is not as it should be.
`;

export interface Command {
  readonly isHelp: boolean;
  readonly isJson: boolean;
  readonly isRecording: boolean;
  readonly isSkippingAllowed: boolean;
  readonly any: AnyValues;
}

const DEFAULT_SEED = 5;
const DEFAULT_COUNT = 150;
const SEED_RANGE = { min: 0, max: 2 ** 31 - 1 };
const COUNT_RANGE = { min: 1, max: 10_000 };

/** @throws Error with a sentence for the person who typed it. */
export function readCommandLine(): Command {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      count: { type: 'string' },
      'require-all': { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    isHelp: values.help,
    isJson: values.json,
    isRecording: values.record,
    isSkippingAllowed: !values['require-all'],
    any: {
      seed: wholeNumber('--seed', values.seed, DEFAULT_SEED, SEED_RANGE),
      count: wholeNumber('--count', values.count, DEFAULT_COUNT, COUNT_RANGE),
    },
  };
}
