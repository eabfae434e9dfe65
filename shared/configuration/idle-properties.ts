import { detailTypeMapper } from './mapper-names.ts';
import { DEFAULT_OFFLOADING_PATH } from './offloading-properties.ts';
import { isGiven, settingText } from './setting-text.ts';
import type { ConfigurationNote, Settings } from './settings.ts';

const DETAIL_TYPES = 'aws.eventbridge.detail.types';
const DETAIL_TYPE_MAPPER = 'aws.eventbridge.detail.types.mapper.class';
const BUCKET = 'aws.eventbridge.offloading.default.s3.bucket';
const OFFLOADING_PATH = 'aws.eventbridge.offloading.default.fieldref';
const S3_ENDPOINT = 'aws.eventbridge.offloading.default.s3.endpoint.uri';

/** What is left to be read, and what another property leaves without effect, as in the connector. */
export function withoutIdle(settings: Settings): {
  readonly settings: Settings;
  readonly notes: readonly ConfigurationNote[];
} {
  const { [DETAIL_TYPES]: detailTypes, ...withoutDetailTypes } = settings;
  const isMapped = detailTypeMapper(settingText(settings, DETAIL_TYPE_MAPPER)) === 'jsonpath';
  const isIdle = isMapped && detailTypes !== undefined;
  return {
    // It may be as wrong as it likes to be.
    settings: withoutBlankPath(isIdle ? withoutDetailTypes : settings),
    notes: [
      ...(isIdle
        ? [{ property: DETAIL_TYPES, note: `Has no effect: ${DETAIL_TYPE_MAPPER} is jsonpath.` }]
        : []),
      ...offloadingNotes(settings),
    ],
  };
}

/** Without a bucket, no path is needed, though the connector's own configurations may hold an empty one. */
function withoutBlankPath(settings: Settings): Settings {
  const { [OFFLOADING_PATH]: path, ...rest } = settings;
  const isBlank = path !== undefined && !isGiven(settings, OFFLOADING_PATH);
  return isBlank && !isGiven(settings, BUCKET) ? rest : settings;
}

function offloadingNotes(settings: Settings): ConfigurationNote[] {
  if (isGiven(settings, BUCKET)) return [];
  return [OFFLOADING_PATH, S3_ENDPOINT]
    .filter((name) => isGiven(settings, name) && settingText(settings, name) !== DEFAULT_OFFLOADING_PATH)
    .map((property) => ({ property, note: `Has no effect: ${BUCKET} is not given.` }));
}
