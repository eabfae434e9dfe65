import type { KnownDifference } from '../known-difference.ts';
import { ANY_DETAIL, PEOPLE } from '../patterns/pattern-cases.ts';

const OPERATORS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html';
const ARRAYS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html';

/** The reference implementation that AWS publishes. */
const EVENT_RULER = 'https://github.com/aws/event-ruler';

const REJECTED = '400 InvalidEventPatternException';

/** A pattern that is no pattern, and what moto makes of an event with it. */
function rejected(moto: string, conditions: readonly string[]): KnownDifference {
  return {
    questions: conditions.map((condition) => `{"f":[${condition}]} for ${ANY_DETAIL}`),
    standIns: REJECTED,
    moto,
    right: 'stand-ins',
    why: 'EventBridge refuses the pattern when the rule is put, with texts that were recorded for most of these. moto looks for empty arrays and bare values only, and takes the rest for conditions that an event meets, does not meet, or that it fails on.',
    source: EVENT_RULER,
  };
}

export const EVENT_PATTERN_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: [
      '{"f":[true]} for {"f":1}',
      '{"f":[false]} for {"f":0}',
      '{"f":[1]} for {"f":true}',
      '{"f":[{"numeric":[">",0]}]} for {"f":true}',
    ],
    standIns: 'no match',
    moto: 'match',
    right: 'stand-ins',
    why: 'A boolean is no number. For Python, in which moto is written, True equals 1.',
    source: OPERATORS,
  },
  {
    questions: ['{"f":["10.0.0.1"]} for {"f":"010.0.0.1"}'],
    standIns: 'match',
    moto: 'no match',
    right: 'stand-ins',
    why: 'An IP address in the list of a field stands for the address, however it is written, as in the reference implementation. moto compares the text.',
    source: EVENT_RULER,
  },
  {
    questions: ['{"f":[{"exists":true}]} for {"f":[]}', '{"f":[{"exists":true}]} for {"f":{}}'],
    standIns: 'no match',
    moto: 'match',
    right: 'stand-ins',
    why: 'Only leaves exist: an empty array or object has none, as was recorded. For moto the member is there.',
    source: OPERATORS,
  },
  {
    questions: ['{"f":[{"exists":false}]} for {"f":[]}', '{"f":[{"exists":false}]} for {"f":{}}'],
    standIns: 'match',
    moto: 'no match',
    right: 'stand-ins',
    why: 'The same the other way round.',
    source: OPERATORS,
  },
  {
    questions: [
      `{"people":{"first":["Peter"]}} for ${PEOPLE}`,
      '{"people":{"first":["Peter"]}} for {"people":[[{"first":"Peter"}]]}',
      `{"people":{"first":["Anna"],"last":["Smith"]}} for ${PEOPLE}`,
      `{"people":{"first":["Peter"],"nick":[{"exists":false}]}} for ${PEOPLE}`,
      '{"a":[2]} for {"a":[1,[2,3]]}',
    ],
    standIns: 'match',
    moto: 'no match',
    right: 'stand-ins',
    why: 'Patterns look into the elements of arrays, at any depth. moto looks at values directly in an array only, so that a rule for the items of an order finds nothing there.',
    source: ARRAYS,
  },
  rejected('match', [
    '{"EXISTS":true}',
    '{"unknown":1}',
    '{"anything-but":null}',
    '{"anything-but":["x",null]}',
    '{"anything-but":["x",1]}',
    '{"anything-but":[]}',
    '{"anything-but":{"prefix":{"equals-ignore-case":"f"}}}',
    '{"anything-but":{"numeric":[">",5]}}',
  ]),
  rejected('no match', [
    '["a"]',
    '{"numeric":10}',
    '{"numeric":[]}',
    '{"numeric":[">",0,">",0]}',
    '{"numeric":[">",0,"<"]}',
    '{"numeric":["!=",0]}',
    '{"numeric":[">","0"]}',
    '{"prefix":["x"]}',
    '{"suffix":["x"]}',
    '{"wildcard":["x"]}',
    '{"wildcard":"a**b"}',
    '{"wildcard":"a\\\\b"}',
    '{"equals-ignore-case":["x"]}',
    '{"exists":"true"}',
    '{"anything-but":{"prefix":""}}',
    '{"cidr":"10.0.0.1"}',
    '{"cidr":"10.0.0.0/xx"}',
    '{"cidr":"xx.11.xx/8"}',
    '{"cidr":["x"]}',
  ]),
  rejected('500 without a code', [
    '{}',
    '{"prefix":123}',
    '{"suffix":123}',
    '{"wildcard":123}',
    '{"equals-ignore-case":5}',
    '{"anything-but":{"prefix":123}}',
    '{"anything-but":{"equals-ignore-case":123}}',
  ]),
  {
    questions: [`{"$or":[{"f":["a"]}]} for ${ANY_DETAIL}`],
    standIns: REJECTED,
    moto: 'match',
    right: 'stand-ins',
    why: 'Alternatives are two at least. moto does not count them.',
    source: OPERATORS,
  },
  {
    questions: [`{"$or":[{"f":"a"},{"f":["b"]}]} for ${ANY_DETAIL}`],
    standIns: REJECTED,
    moto: 'no match',
    right: 'stand-ins',
    why: 'A bare value is no condition in an alternative either. moto does not look into alternatives.',
    source: OPERATORS,
  },
];
