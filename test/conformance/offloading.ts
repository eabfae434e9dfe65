import { JsonWriter } from '../../functions/bridge/json/json-writer.ts';
import type { OffloadedObject } from '../../functions/bridge/offload/offloaded-object.ts';
import { Uploads } from '../../functions/bridge/offload/uploads.ts';
import { Offloader } from '../../functions/bridge/offload.ts';
import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import { serviceError } from '../fixtures/event-bus.ts';
import { compareCases, type Deviation, ERROR, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import { type Properties, refusalOf, refusedFor } from './refusal.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'offloading.json';
const FIELDREF = 'aws.eventbridge.offloading.default.fieldref';

export interface OffloadingTarget {
  readonly bucket: string;
  /** JSON path of what goes to the bucket. */
  readonly fieldref: string;
}

interface OffloadingCase extends OffloadingTarget, Omit<GoldenCase, 'expect'> {
  /** Detail texts, one a record. */
  readonly details: readonly string[];
  readonly uploadScript?: readonly ScriptedUpload[];
  readonly expect: { readonly error: string } | OffloadingEnding;
}

/** The answer to one upload. */
export type ScriptedUpload =
  | { readonly ok: true }
  | { readonly fail: { readonly status: number; readonly message: string } };

interface OffloadingEnding {
  readonly success: readonly { readonly index: number; readonly detail: string }[];
  readonly errors: readonly { readonly index: number; readonly type: 'retry' | 'panic' }[];
  /** Failed ones too. */
  readonly uploads: readonly { readonly key: string; readonly body: string }[];
}

/** The case that shows the keys; the others are compared whatever the keys are. */
const SHOWS_KEYS = 'full-object';

const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  [SHOWS_KEYS]: {
    gives: endingText({
      success: [
        {
          index: 0,
          detail:
            '{"topic":"topic","partition":0,"offset":0,"timestamp":null,"timestampType":"NoTimestampType","headers":[],"key":"1","dataref":"arn:aws:s3:::my-bucket/topic/0/0-c36ddc438c6150350897ef33165a7a52.json","datarefJsonPath":"$.detail.value"}',
        },
      ],
      errors: [],
      uploads: [
        {
          key: 'topic/0/0-c36ddc438c6150350897ef33165a7a52.json',
          body: '{"orderItems":["item-1","item-2"],"orderCreatedTime":"Wed Dec 27 18:51:39 CET 2023"}',
        },
      ],
    }),
    reason:
      'an offloaded object is named after its record and its contents, so that a repetition writes the same object again; the reference makes up a UUID, and shares an object among records of the same contents',
    isDespiteMatch: true,
  },
  'function-path': {
    gives: refusedFor(FIELDREF),
    reason:
      'a path that calls a function is refused; the reference uploads the result of the function and drops the value',
  },
  reserialisation: {
    gives: endingText({
      success: [{ index: 0, detail: detailOf('reserialisation') }],
      errors: [],
      uploads: [],
    }),
    reason:
      'what is not offloaded stays byte for byte; the reference writes the detail anew, with other escapes',
  },
};

const REQUIRED: Properties = {
  'aws.eventbridge.connector.id': 'conformance',
  'aws.eventbridge.region': 'us-east-1',
  'aws.eventbridge.eventbus.arn': 'arn:aws:events:us-east-1:123456789012:event-bus/e2e',
};

/** The properties that ask for offloading. */
export function offloadingProperties({ bucket, fieldref }: OffloadingTarget): Properties {
  return { 'aws.eventbridge.offloading.default.s3.bucket': bucket, [FIELDREF]: fieldref };
}

/** Details and a path to new details and what goes to a bucket. */
export async function checkOffloading(): Promise<ConformanceResult> {
  const cases = readGoldenCases<OffloadingCase>(FILE);
  const texts = new Map<string, string>();
  for (const offloading of cases) texts.set(offloading.id, await offload(offloading));
  const golden = cases.map(
    ({ id, verdict, expect }): GoldenCase => ({
      id,
      verdict,
      expect:
        'error' in expect ? expect : { json: endingText(id === SHOWS_KEYS ? expect : withoutKeys(expect)) },
    }),
  );
  return compareCases(FILE, golden, DEVIATIONS, ({ id }) => texts.get(id) ?? '');
}

async function offload(offloading: OffloadingCase): Promise<string> {
  const properties = { ...REQUIRED, ...offloadingProperties(offloading) };
  const refusal = refusalOf(properties);
  if (refusal !== undefined) {
    return 'error' in offloading.expect && refusal === refusedFor(FIELDREF) ? ERROR : refusal;
  }
  const ending = await carry(offloading, parseConfiguration(JSON.stringify(properties)));
  return endingText(offloading.id === SHOWS_KEYS ? ending : withoutKeys(ending));
}

/** One pass: what can be repeated is a retry, what is given up at once is what the reference calls a panic. */
async function carry(
  { details, uploadScript = [] }: OffloadingCase,
  { offloading, eventBusArn }: Configuration,
): Promise<OffloadingEnding> {
  if (offloading === undefined) throw new Error('A bucket is given.');
  const uploads: { key: string; body: string }[] = [];
  const bucket = new Uploads(scriptedBucket(uploadScript, uploads));
  const offloader = new Offloader(offloading, eventBusArn);
  const ending = {
    success: [] as { index: number; detail: string }[],
    errors: [] as OffloadingEnding['errors'][number][],
  };
  for (const [index, text] of details.entries()) {
    const detail = new JsonWriter();
    detail.raw(Buffer.from(text));
    const object = offloader.takeOut(JSON.parse(text), detail);
    const failure = object && (await bucket.store(object, new AbortController().signal));
    if (failure === undefined) ending.success.push({ index, detail: detail.toString() });
    else ending.errors.push({ index, type: failure.reaction === 'repeat' ? 'retry' : 'panic' });
  }
  return { ...ending, uploads };
}

/** A bucket that answers by script, then takes everything; failed uploads are told of as well. */
export function scriptedBucket(
  script: readonly ScriptedUpload[],
  uploads: { key: string; body: string }[] = [],
): (object: OffloadedObject) => Promise<void> {
  const answers = [...script];
  return async ({ key, body }) => {
    uploads.push({ key, body: Buffer.from(body).toString('utf8') });
    const answer = answers.shift();
    if (answer !== undefined && 'fail' in answer) throw scriptedError(answer.fail);
  };
}

function scriptedError({ status, message }: { readonly status: number; readonly message: string }): Error {
  return serviceError(message, status);
}

/** Objects by the order in which they were uploaded first, instead of their keys. */
function withoutKeys(ending: OffloadingEnding): OffloadingEnding {
  const keys = [...new Set(ending.uploads.map(({ key }) => key))];
  const numbered = (text: string) =>
    keys.reduce((replaced, key, index) => replaced.replaceAll(key, `object-${index + 1}`), text);
  return {
    ...ending,
    success: ending.success.map(({ index, detail }) => ({ index, detail: numbered(detail) })),
    uploads: ending.uploads.map(({ key, body }) => ({ key: numbered(key), body })),
  };
}

function endingText({ success, errors, uploads }: OffloadingEnding): string {
  const bodies = uploads.map(({ key, body }) => `${key} ${JSON.stringify(body)}`);
  return [
    ...success.map(({ index, detail }) => `${index}: ${detail}`),
    ...errors.map(({ index, type }) => `${index}: ${type}`),
    `uploads: ${bodies.join(', ') || 'none'}`,
  ].join('\n');
}

function detailOf(id: string): string {
  const detail = readGoldenCases<OffloadingCase>(FILE).find((offloading) => offloading.id === id)?.details[0];
  if (detail === undefined) throw new Error(`${FILE} has no case ${id}.`);
  return detail;
}
