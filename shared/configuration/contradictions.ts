import type { ConfigurationProblem } from './configuration-error.ts';
import { converterName, DEFAULT_CONVERTERS } from './converter-names.ts';
import { REGION } from './properties.ts';
import { shown } from './property-problems.ts';
import type { Settings } from './settings.ts';

/** Properties that are good by themselves and do not go together. */
export function contradictions(settings: Settings): ConfigurationProblem[] {
  return [
    ...busRegionProblems(settings),
    ...(['key', 'value'] as const).flatMap((side) => [
      ...registryRegionProblems(side, settings),
      ...schemasProblems(side, settings),
    ]),
  ];
}

/** EventBridge takes events for a bus that does not exist in the Region, and drops them without an error. */
function busRegionProblems(settings: Settings): ConfigurationProblem[] {
  const property = 'aws.eventbridge.eventbus.arn';
  const region = bridgeRegion(settings);
  const busRegion = text(settings[property]).split(':')[3];
  if (!busRegion || region === undefined || busRegion === region) return [];
  const message = `${property} is in ${shown(busRegion)}, but aws.eventbridge.region is ${shown(region)}. Make them the same: events for a bus that is not in the Region are dropped.`;
  return [{ property, message }];
}

function registryRegionProblems(side: 'key' | 'value', settings: Settings): ConfigurationProblem[] {
  const property = `${side}.converter.region`;
  const region = text(settings[property]);
  const expected = bridgeRegion(settings);
  if (region === '' || expected === undefined || region === expected) return [];
  const message = `${property} is ${shown(region)}, but aws.eventbridge.region is another. Leave it out: schemas are read in aws.eventbridge.region.`;
  return [{ property, message }];
}

/** Other converters have no envelope to open, so the property changes nothing for them. */
function schemasProblems(side: 'key' | 'value', settings: Settings): ConfigurationProblem[] {
  const property = `${side}.converter.schemas.enable`;
  const isJson = converterName(text(settings[`${side}.converter`] ?? DEFAULT_CONVERTERS[side])) === 'json';
  if (!isJson || text(settings[property]) !== 'true') return [];
  const message = `${property} is true. Only false is supported: the JSON document itself becomes the value, also one of the form {"schema":…,"payload":…}.`;
  return [{ property, message }];
}

/** Undefined when it is missing or no Region, which is a problem of its own. */
function bridgeRegion(settings: Settings): string | undefined {
  const region = text(settings['aws.eventbridge.region']);
  return REGION.test(region) ? region : undefined;
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value).trim();
}
