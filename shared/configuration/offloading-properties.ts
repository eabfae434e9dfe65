import type * as z from 'zod/mini';
import { type JsonPath, pathWithin } from '../json-path/json-path.ts';
import { parseJsonPath } from '../json-path/parse-json-path.ts';
import { oneOf, optional, optionalPattern, optionalUri, type Parsed, property, REFUSED } from './property.ts';

/** Which records are offloaded: all whose value has the path, or those whose events would be too large. */
const MODES = ['always', 'oversized'] as const;

/** Server-side encryption that an upload asks for, as S3 calls it. */
const ENCRYPTIONS = ['none', 'AES256', 'aws:kms'] as const;

/** What goes to a bucket where the document names no path. */
export const DEFAULT_OFFLOADING_PATH = '$.detail.value';

/** A path with the text that it is configured as. */
interface ConfiguredPath {
  readonly path: JsonPath;
  readonly text: string;
}

/** What of an event goes to a bucket instead. */
export const OFFLOADING_PROPERTIES = {
  'aws.eventbridge.offloading.default.s3.bucket': optionalPattern(
    'Give the name of a bucket: 3 to 63 small letters, digits, dots and hyphens, with a letter or digit at both ends.',
    /^[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$/,
  ),
  'aws.eventbridge.offloading.default.fieldref': optional(
    property(
      `Give a path that leads to one value and begins with ${DEFAULT_OFFLOADING_PATH}, such as ${DEFAULT_OFFLOADING_PATH}.document.`,
      offloadingPath,
    ),
    DEFAULT_OFFLOADING_PATH,
  ),
  'aws.eventbridge.offloading.default.mode': optional(oneOf(MODES), 'always'),
  'aws.eventbridge.offloading.default.s3.prefix': optional(
    property(
      "Give what keys begin with, such as orders/, of up to 512 letters, digits and characters of !-_.*'()/= and without . or .. as a folder.",
      keyPrefix,
    ),
    '',
  ),
  'aws.eventbridge.offloading.default.s3.encryption': optional(oneOf(ENCRYPTIONS), 'none'),
  'aws.eventbridge.offloading.default.s3.kms.key.arn': optionalPattern(
    'Give the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab.',
    /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/,
  ),
  'aws.eventbridge.offloading.default.s3.endpoint.uri': optionalUri(
    'Give an http or https address, or leave it out for the endpoint of the Region.',
  ),
};

function offloadingPath(text: string): Parsed<ConfiguredPath> {
  const result = parseJsonPath(text);
  if ('problem' in result) return { ...REFUSED, problem: result.problem };
  if (pathWithin(result.path, ['detail', 'value']) !== undefined)
    return { value: { path: result.path, text } };
  return { ...REFUSED, problem: `does not begin with ${DEFAULT_OFFLOADING_PATH}` };
}

function keyPrefix(text: string): Parsed<string> {
  if (!/^[\w!.*'()/=-]{0,512}$/.test(text)) return REFUSED;
  return text.split('/').some((folder) => folder === '.' || folder === '..') ? REFUSED : { value: text };
}

/** How parts of events are put into a bucket. */
export interface OffloadingConfiguration {
  readonly bucket: string;
  /** To the part, from the event; it begins with the members `detail` and `value`. */
  readonly path: JsonPath;
  /** As it is configured. */
  readonly pathText: string;
  readonly mode: (typeof MODES)[number];
  /** What keys of objects begin with. */
  readonly prefix: string;
  readonly encryption: (typeof ENCRYPTIONS)[number];
  /** With `aws:kms`: the key; undefined for the one that S3 has in the account. */
  readonly kmsKeyArn: string | undefined;
  /** Replaces the endpoint of the Region; the bucket is in the path. */
  readonly endpointUri: string | undefined;
}

/** Undefined without a bucket. */
export function offloadingConfiguration(
  properties: z.output<z.ZodMiniObject<typeof OFFLOADING_PROPERTIES>>,
): OffloadingConfiguration | undefined {
  const bucket = properties['aws.eventbridge.offloading.default.s3.bucket'];
  if (bucket === undefined) return undefined;
  const { path, text } = properties['aws.eventbridge.offloading.default.fieldref'];
  return {
    bucket,
    path,
    pathText: text,
    mode: properties['aws.eventbridge.offloading.default.mode'],
    prefix: properties['aws.eventbridge.offloading.default.s3.prefix'],
    encryption: properties['aws.eventbridge.offloading.default.s3.encryption'],
    kmsKeyArn: properties['aws.eventbridge.offloading.default.s3.kms.key.arn'],
    endpointUri: properties['aws.eventbridge.offloading.default.s3.endpoint.uri'],
  };
}
