import type { JsonPath } from '../json-path/json-path.ts';
import { JSON_PATH_REMEDY, parseJsonPath } from '../json-path/parse-json-path.ts';
import { DEFAULT_DETAIL_TYPE, type DetailTypeRule, parseDetailTypeRule } from './detail-type-rule.ts';
import { detailTypeMapper, timeMapper } from './mapper-names.ts';
import { flag, listItems, oneOf, optional, type Parsed, pattern, property, REFUSED } from './property.ts';
import { DEFAULT_SOURCE, parseSource } from './source-rule.ts';
import { parseTemplate, type Template } from './template.ts';

/** What the detail of an event looks like. */
const DETAIL_SHAPES = ['connector', 'value', 'cloudevents'] as const;
export type DetailShapeName = (typeof DETAIL_SHAPES)[number];

/** What events look like. */
export const EVENT_PROPERTIES = {
  'aws.eventbridge.source': optional(
    property(
      'Give a source of 1 to 256 characters that does not begin with "aws."; ${connector.id} and ${topic} stand for the connector id and the topic.',
      source,
    ),
    DEFAULT_SOURCE,
  ),
  'aws.eventbridge.detail.types': optional(
    property(
      'Give one detail type for all topics, or a list topic:detailType,topic:detailType; ${topic} stands for the topic, and ${$.path} for a text of the value.',
      detailTypes,
    ),
    DEFAULT_DETAIL_TYPE,
  ),
  'aws.eventbridge.detail.types.mapper.class': optional(
    property(
      'Give "default" for the detail types of aws.eventbridge.detail.types, which may have texts of the value, as in ${$.order.type}; or "jsonpath" for the text that aws.eventbridge.detail.types.jsonpathmapper.fieldref leads to.',
      className(detailTypeMapper, 'default'),
    ),
    'default',
  ),
  'aws.eventbridge.detail.types.jsonpathmapper.fieldref': optional(property(JSON_PATH_REMEDY, jsonPath), ''),
  'aws.eventbridge.time.mapper.class': optional(
    property(
      'Give "none" for the time at which EventBridge takes the event, "record-timestamp" for that of the record, or "jsonpath" for the one that aws.eventbridge.time.jsonpathmapper.fieldref leads to.',
      className(timeMapper, 'none'),
    ),
    'none',
  ),
  'aws.eventbridge.time.jsonpathmapper.fieldref': optional(property(JSON_PATH_REMEDY, jsonPath), ''),
  'aws.eventbridge.eventbus.resources': optional(
    property(
      'Give ARNs, separated by commas; ${topic} stands for the topic, and ${$.path} for a text of the value.',
      resources,
    ),
    '',
  ),
  'aws.eventbridge.detail.shape': optional(oneOf(DETAIL_SHAPES), 'connector'),
  'aws.eventbridge.detail.metadata.member': optional(
    property(
      'Give a name of up to 64 letters, digits, _ and -, which no value has as a member.',
      pattern(/^[A-Za-z_][\w-]{0,63}$/),
    ),
    '_kafka',
  ),
  'aws.eventbridge.tombstone.marker': optional(flag(), 'false'),
};

/** The connector id is put in when it is known to be one. */
function source(text: string): Parsed<string> {
  const result = parseSource(text, 'connector');
  return 'problem' in result ? { ...REFUSED, problem: result.problem } : { value: text };
}

function detailTypes(text: string): Parsed<DetailTypeRule> {
  const result = parseDetailTypeRule(text === '' ? [] : listItems(text));
  return 'rule' in result ? { value: result.rule } : { ...REFUSED, problem: result.problem };
}

function resources(text: string): Parsed<readonly Template[]> {
  const templates: Template[] = [];
  for (const item of listItems(text)) {
    const result = parseTemplate(item, 'topic and value');
    if ('problem' in result) return { ...REFUSED, problem: result.problem };
    templates.push(result.template);
  }
  return { value: templates };
}

/** Undefined for no path. */
function jsonPath(text: string): Parsed<JsonPath | undefined> {
  if (text === '') return { value: undefined };
  const result = parseJsonPath(text);
  return 'path' in result ? { value: result.path } : { ...REFUSED, problem: result.problem };
}

/** A short name, or the Java class that does what the bridge does as well; no text for the usual one. */
function className<T>(known: (text: string) => T | undefined, usual: string): (text: string) => Parsed<T> {
  return (text) => {
    const value = known(text || usual);
    if (value !== undefined) return { value };
    return text.includes('.')
      ? { ...REFUSED, problem: 'is a class of Java, and the bridge runs none' }
      : REFUSED;
  };
}
