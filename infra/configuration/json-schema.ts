import {
  NOT_NEEDED,
  NOT_NEEDED_PATTERNS,
  type PropertyPattern,
  UNSUPPORTED_PATTERNS,
} from '../../shared/configuration/connect-properties.ts';
import { isFormatProperty } from '../../shared/configuration/format-properties.ts';
import type { PropertyDescription } from '../../shared/configuration/property-description.ts';
import { PROPERTIES } from './effective-property.ts';

/** A JSON Schema, or a part of one. */
type Schema = Readonly<Record<string, unknown>>;

const TITLE = 'Configuration document of a bridge';

/**
 * The JSON Schema of configuration documents, for editors: it completes and explains names and values. The function's own
 * reader has the last word, for it also sees what does not go together.
 */
export function configurationSchema(): Schema {
  return {
    // The newest one that editors know throughout.
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:kafka-eventbridge-bridge:configuration:1',
    title: TITLE,
    description:
      'What a bridge of Kafka records to Amazon EventBridge is told to do, by the property names of the Kafka Connect sink connector aws/eventbridge-kafka-connector.',
    type: 'object',
    additionalProperties: false,
    required: PROPERTIES.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    properties: {
      $schema: { description: 'Where this schema lies.', type: 'string' },
      ...Object.fromEntries(Object.keys(NOT_NEEDED).map((name) => [name, WITHOUT_EFFECT])),
      ...membersOf(PROPERTIES),
      topics: {
        description: 'Formats of single topics, where they differ. As a list of topics it has no effect.',
        anyOf: [
          {
            type: 'object',
            additionalProperties: {
              type: 'object',
              additionalProperties: false,
              properties: membersOf(PROPERTIES.filter(({ name }) => isFormatProperty(name))),
              patternProperties: Object.fromEntries(
                PATTERNS.filter(([name]) => name.startsWith(OF_CONVERTER)),
              ),
            },
          },
          { type: 'string' },
          { type: 'array' },
        ],
      },
    },
    patternProperties: Object.fromEntries(PATTERNS),
  };
}

function membersOf(descriptions: readonly PropertyDescription[]): Schema {
  return Object.fromEntries(descriptions.map((description) => [description.name, memberOf(description)]));
}

function memberOf(property: PropertyDescription): Schema {
  const { description, defaultText, defaultMeaning } = property;
  const otherwise = defaultText === '' && defaultMeaning !== undefined ? ` Default: ${defaultMeaning}.` : '';
  return {
    description: withoutLinks(description) + otherwise,
    ...(defaultText === undefined ? {} : { default: defaultText }),
    ...valuesOf(property),
  };
}

/** Links lead to places in the README. */
function withoutLinks(description: string): string {
  return description.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}

/** Kafka Connect writes every value as text; numbers, booleans and arrays are taken as well. */
function valuesOf(property: PropertyDescription): Schema {
  const { kind, values, otherSpellings = [], isAnyCase = false, pattern, min, max } = property;
  switch (kind) {
    case 'number':
      return {
        anyOf: [
          {
            type: 'integer',
            ...(min === undefined ? {} : { minimum: min }),
            ...(max === undefined ? {} : { maximum: max }),
          },
          // No more digits than the largest has; the function sees the rest.
          {
            type: 'string',
            pattern: spaced(max === undefined ? '[0-9]+' : `0*[0-9]{1,${String(max).length}}`),
          },
        ],
      };
    case 'flag':
      return words(['true', 'false'], true);
    case 'list':
      return { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
    case 'text':
      if (values !== undefined) return words([...values, ...otherSpellings], isAnyCase);
      return { type: 'string', ...(pattern === undefined ? {} : { pattern: spaced(pattern) }) };
  }
}

/** One of these words, of which editors propose the usual spelling. */
function words(all: readonly string[], isAnyCase: boolean): Schema {
  const booleans = [true, false].filter((value) => all.includes(String(value)));
  const spellings = all.map((word) => {
    const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return isAnyCase ? escaped.replaceAll(/[a-z]/gi, anyCase) : escaped;
  });
  return {
    anyOf: [{ enum: [...all, ...booleans] }, { type: 'string', pattern: spaced(spellings.join('|')) }],
  };
}

/** JSON Schema has no flag for it. */
function anyCase(letter: string): string {
  return `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
}

/** The expression for a whole value; blanks around it count for nothing. */
function spaced(expression: string): string {
  return `^\\s*(?:${expression.replace(/^\^(.*)\$$/s, '$1')})\\s*$`;
}

const WITHOUT_EFFECT: Schema = { description: 'Of Kafka Connect, and without effect here.' };

/** What names of the properties of converters begin with, as an expression. */
const OF_CONVERTER = '^(key|value|header)\\.converter\\.';

/** What has no effect, and what is taken only where it asks for nothing, by expressions for the names. */
const PATTERNS: readonly (readonly [name: string, schema: Schema])[] = [
  ...NOT_NEEDED_PATTERNS.map((property) => [nameExpression(property), WITHOUT_EFFECT] as const),
  ...UNSUPPORTED_PATTERNS.map(
    (property) =>
      [
        nameExpression(property),
        { description: property.reason, ...words(property.withoutEffect, true) },
      ] as const,
  ),
];

function nameExpression({ pattern, isOfConverter }: PropertyPattern): string {
  return isOfConverter ? `${OF_CONVERTER}(?:${pattern.source.slice('^'.length)})` : pattern.source;
}
