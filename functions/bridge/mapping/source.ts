import { sourceProblem } from '../../../shared/configuration/source-rule.ts';
import type { Template } from '../../../shared/configuration/template.ts';
import { RecordError } from '../errors.ts';
import { topicText } from './topic-text.ts';

/**
 * The source of a topic's events.
 *
 * @throws RecordError SOURCE_INVALID when EventBridge would not take it.
 */
export function topicSource(topic: string, template: Template): string {
  const source = topicText(template, topic);
  if (typeof source !== 'string') throw new TypeError('The source was accepted, and depends on the value.');
  const problem = sourceProblem(source);
  if (problem === undefined) return source;
  throw new RecordError('SOURCE_INVALID', `The topic ${problem}.`);
}
