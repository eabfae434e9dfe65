import type { ConfigurationProblem } from './configuration-error.ts';
import { shown } from './property-problems.ts';
import { REGION } from './region.ts';
import type { Settings } from './settings.ts';

/** Properties that are good by themselves and do not go together. */
export function contradictions(settings: Settings): ConfigurationProblem[] {
  return busRegionProblems(settings);
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

/** Undefined when it is missing or no Region, which is a problem of its own. */
function bridgeRegion(settings: Settings): string | undefined {
  const region = text(settings['aws.eventbridge.region']);
  return REGION.test(region) ? region : undefined;
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value).trim();
}
