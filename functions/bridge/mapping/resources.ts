import type { Template } from '../../../shared/configuration/template.ts';
import { topicText } from './topic-text.ts';

/** The resources of an event whose value is `json[start, end)`. */
export type ResourcesOfValue = (json: Uint8Array, start: number, end: number) => readonly string[];

/** The resources of a topic's events, or how they follow from the value of each: one without its text is left out. */
export function topicResources(
  topic: string,
  templates: readonly Template[],
): readonly string[] | ResourcesOfValue {
  const texts = templates.map((template) => topicText(template, topic));
  const constant = texts.filter((text) => typeof text === 'string');
  if (constant.length === texts.length) return constant;
  return (json, start, end) =>
    texts
      .map((text) => (typeof text === 'string' ? text : text(json, start, end)))
      .filter((resource) => resource !== undefined);
}
