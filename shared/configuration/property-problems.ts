import type { $ZodIssue } from 'zod/v4/core';
import { shortened } from '../shortened.ts';
import type { ConfigurationProblem } from './configuration-error.ts';
import type { Settings } from './settings.ts';

/**
 * The findings of the schema as sentences: property, value, what is wrong, what to do.
 *
 * @param prefix what the names of the properties begin with, where `settings` has them without it.
 */
export function issueProblems(
  issues: readonly $ZodIssue[],
  settings: Settings,
  prefix = '',
): ConfigurationProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownProperty(prefix + key));
    const member = String(issue.path[0]);
    const property = prefix + member;
    const problem: unknown = issue.code === 'custom' ? issue.params?.problem : undefined;
    const value = isUnshown(member) ? 'has a value that is not shown' : `is ${shown(settings[member])}`;
    const what = member in settings ? value : 'is missing';
    const why = typeof problem === 'string' ? `, which ${problem}` : '';
    return [{ property, message: `${property} ${what}${why}. ${issue.message}` }];
  });
}

/** Names of external ids: not secrets, and still nothing for a screen or log. */
export const EXTERNAL_ID_NAME = /external\.?id$/i;

/** Where a password of another configuration may stand by mistake. */
const SECRETIVE = /(secret\.arn|registry\.url|endpoint\.uri)$/;

function isUnshown(name: string): boolean {
  return SECRETIVE.test(name) || EXTERNAL_ID_NAME.test(name);
}

/** The value is left out: an unknown property may hold anything, a password of a pasted configuration too. */
function unknownProperty(property: string): ConfigurationProblem {
  return { property, message: `${property} is not a property of the bridge. Remove it or correct its name.` };
}

/** Longest piece of a value in a message. */
const MAX_SHOWN_CHARACTERS = 120;

/** A value of the document, short enough for a message. */
export function shown(value: unknown): string {
  return shortened(JSON.stringify(value) ?? String(value), MAX_SHOWN_CHARACTERS);
}
