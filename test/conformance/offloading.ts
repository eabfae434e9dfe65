import { readGoldenCases } from './golden-file.ts';
import { checkRefused, type Properties } from './refusal.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'offloading.json';

interface OffloadingCase {
  readonly id: string;
  readonly bucket: string;
  /** JSON path of what goes to the bucket. */
  readonly fieldref: string;
}

const REQUIRED: Properties = {
  'aws.eventbridge.connector.id': 'conformance',
  'aws.eventbridge.region': 'us-east-1',
  'aws.eventbridge.eventbus.arn': 'arn:aws:events:us-east-1:123456789012:event-bus/e2e',
};

/** The properties that ask for offloading, with what every configuration has. */
export function offloadingProperties({ bucket, fieldref }: Omit<OffloadingCase, 'id'>): Properties {
  return {
    ...REQUIRED,
    'aws.eventbridge.offloading.default.s3.bucket': bucket,
    'aws.eventbridge.offloading.default.fieldref': fieldref,
  };
}

export const OFFLOADING_REASON = 'large values are not put into a bucket yet; a bucket is refused by name';

/** Details and a path to new details and what goes to a bucket: until the bridge does so, that it refuses to. */
export function checkOffloading(): ConformanceResult {
  const cases = readGoldenCases<OffloadingCase>(FILE);
  return {
    file: FILE,
    matched: 0,
    deviations: [],
    ...checkRefused(
      cases.map((offloading) => ({
        id: offloading.id,
        properties: offloadingProperties(offloading),
        reason: OFFLOADING_REASON,
      })),
    ),
  };
}
