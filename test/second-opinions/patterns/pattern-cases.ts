/** A pattern and a detail, as JSON text. */
export interface PatternCase {
  readonly pattern: string;
  readonly detail: string;
}

/** Lists of conditions for the field `f`, and values of the field that they are tried on. */
const CONDITIONS: readonly (readonly [conditions: string, values: readonly string[]])[] = [
  ['["a"]', ['"a"', '"A"', '"a "', 'null', '1', '["b","a"]', '["b"]', '[]', '{"g":"a"}']],
  ['["a","b"]', ['"b"', '"c"', '["c","b"]']],
  ['[""]', ['""', 'null']],
  ['[null]', ['null', '"null"', '""', '[]', '[null]']],
  ['[true]', ['true', 'false', '"true"', '1']],
  ['[false]', ['false', '0']],
  ['[1]', ['1', '1.0', '1e0', '"1"', 'true', '[2,1]', '2']],
  ['[300]', ['300.0', '3.0e2', '301']],
  ['[9007199254740993]', ['9007199254740993', '9007199254740992']],
  ['["1"]', ['"1"', '1']],
  ['["10.0.0.1"]', ['"10.0.0.1"', '"010.0.0.1"']],
  ['[{"prefix":"us-"}]', ['"us-east-1"', '"eu-west-1"', '1', 'null', '["eu-west-1","us-east-1"]']],
  ['[{"prefix":""}]', ['"any"', '1']],
  ['[{"prefix":{"equals-ignore-case":"US-"}}]', ['"us-east-1"', '"eu-west-1"']],
  ['[{"suffix":".png"}]', ['"a.png"', '"a.PNG"', '1']],
  ['[{"suffix":{"equals-ignore-case":".PNG"}}]', ['"a.png"', '"a.gif"']],
  ['[{"equals-ignore-case":"Stopped"}]', ['"sTOPPED"', '"stop"', 'null']],
  ['[{"wildcard":"dir/*.png"}]', ['"dir/a.png"', '"dir/.png"', '"dir/a.gif"', '1']],
  ['[{"wildcard":"a*b*c"}]', ['"a-b-b-c"', '"abc"', '"acb"']],
  ['[{"wildcard":"a.c"}]', ['"a.c"', '"abc"']],
  ['[{"wildcard":"a\\\\*c"}]', ['"a*c"', '"abc"']],
  ['[{"wildcard":"a?c"}]', ['"a?c"', '"abc"']],
  ['[{"wildcard":"a[bc]"}]', ['"a[bc]"', '"ab"']],
  ['[{"anything-but":"a"}]', ['"b"', '"a"', 'null', '1', '[]', '["a","b"]', '["a","a"]']],
  ['[{"anything-but":100}]', ['100', '101', '"100"', '1.0e2']],
  ['[{"anything-but":["a","b"]}]', ['"b"', '"c"', '["a","c"]', '["a","b"]']],
  ['[{"anything-but":[1,2]}]', ['2.0', '3', '"2"']],
  ['[{"anything-but":{"prefix":"a"}}]', ['"ab"', '"ba"', '1', 'null']],
  ['[{"anything-but":{"prefix":["a","b"]}}]', ['"ba"', '"cab"']],
  ['[{"anything-but":{"suffix":".txt"}}]', ['"a.txt"', '"a.txt.bak"']],
  ['[{"anything-but":{"equals-ignore-case":"Stopped"}}]', ['"sTOPPED"', '"running"']],
  ['[{"anything-but":{"equals-ignore-case":["Stopped","x"]}}]', ['"X"', '"y"']],
  ['[{"anything-but":{"wildcard":"*/dir/*"}}]', ['"a/dir/b"', '"dir/a/file"', '123']],
  ['[{"anything-but":{"wildcard":["*/init/*","*/dir/*"]}}]', ['"dir/init/dir"', '"dir/file"']],
  ['[{"numeric":["=",301.8]}]', ['301.8', '301.80', '301.81', '"301.8"']],
  ['[{"numeric":[">",100]}]', ['101', '100', 'null', 'true', '"300"', '[1,200]']],
  ['[{"numeric":[">",0]}]', ['true']],
  ['[{"numeric":[">",0,"<=",5]}]', ['5', '0', '6']],
  ['[{"numeric":["<=",-5]}]', ['-5', '-4.9']],
  ['[{"cidr":"10.0.0.0/24"}]', ['"10.0.0.255"', '"10.0.1.0"', '"host"', '10']],
  ['[{"cidr":"2001:db8::/32"}]', ['"2001:0db8::1"', '"2001:db9::1"']],
  ['[{"exists":true}]', ['0', 'null', '[]', '[null]', '{}', '{"g":1}']],
  ['[{"exists":false}]', ['0', 'null', '[]', '{}', '{"g":1}']],
  ['[{"anything-but":["roses"]},{"exists":false}]', ['"tulips"', '"roses"']],
  ['["a",{"prefix":"b"},{"numeric":[">",5]}]', ['"a"', '"bc"', '6', '"c"', '4']],
];

export const PEOPLE =
  '{"people":[{"first":"Anna","last":"Smith","roles":["admin"]},{"first":"Peter","last":"Jones","roles":["user"]}]}';

/** Whole patterns: nesting, arrays of objects, alternatives. */
const WHOLE: readonly (readonly [pattern: string, details: readonly string[]])[] = [
  ['{"f":[{"exists":true}]}', ['{}']],
  ['{"f":[{"exists":false}]}', ['{}']],
  ['{"f":[{"anything-but":"a"}]}', ['{}']],
  ['{"f":[{"anything-but":["roses"]},{"exists":false}]}', ['{}']],
  ['{"a":{"b":["x"]},"c":["y"]}', ['{"a":{"b":"x"},"c":"y"}', '{"a":{"b":"x"}}', '{"a":{"b":"z"},"c":"y"}']],
  ['{"a":{"b":["x"]}}', ['{"a.b":"x"}', '{"a":"{\\"b\\":\\"x\\"}"}', '{"A":{"b":"x"}}']],
  ['{"a.b":["x"]}', ['{"a":{"b":"x"}}', '{"a.b":"x"}']],
  [
    '{"people":{"first":["Peter"]}}',
    [PEOPLE, '{"people":{"first":"Peter"}}', '{"people":[[{"first":"Peter"}]]}'],
  ],
  ['{"people":{"first":["Anna"],"last":["Smith"]}}', [PEOPLE]],
  ['{"people":{"first":["Anna"],"last":["Jones"]}}', [PEOPLE]],
  ['{"people":{"last":["Jones"],"roles":["admin"]}}', [PEOPLE]],
  ['{"people":{"first":["Peter"],"nick":[{"exists":false}]}}', [PEOPLE]],
  ['{"a":[2]}', ['{"a":[1,[2,3]]}']],
  ['{"$or":[{"a":["x"]},{"b":["y"]}]}', ['{"a":"x"}', '{"b":"y"}', '{"a":"z","b":"z"}']],
  ['{"c":["z"],"$or":[{"a":["x"]},{"b":["y"]}]}', ['{"a":"x","c":"z"}', '{"a":"x"}']],
  ['{"c":{"$or":[{"a":["x"]},{"b":[{"numeric":[">",5]}]}]}}', ['{"c":{"b":6}}', '{"c":{"b":5}}']],
  [
    '{"$or":[{"a":["x"],"b":["y"]},{"$or":[{"c":[1]},{"c":[2]}]}]}',
    ['{"a":"x","b":"y"}', '{"a":"x"}', '{"c":2}'],
  ],
  // The patterns of the demo and of the README.
  [
    '{"value":{"eventType":["suspiciousActivity"]}}',
    ['{"value":{"eventType":"suspiciousActivity"}}', '{"value":{"eventType":"transactionReviewed"}}'],
  ],
  ['{"value":{"total":[{"numeric":[">=",100]}]}}', ['{"value":{"total":129.9}}', '{"value":{"total":42.5}}']],
  ['{"value":[null]}', ['{"value":null}', '{"value":{}}', '{"value":{"total":1}}', '{}']],
];

/** Patterns that the service refuses, whatever the event. */
const REFUSED: readonly string[] = [
  '{"f":"a"}',
  '{"f":42}',
  '{"f":null}',
  '{"f":[]}',
  '{"f":{"g":[]}}',
  '{"f":[{"EXISTS":true}]}',
  '{"f":[{"unknown":1}]}',
  '{"f":[{}]}',
  '{"f":[["a"]]}',
  '{"f":[{"numeric":10}]}',
  '{"f":[{"numeric":[]}]}',
  '{"f":[{"numeric":[">",0,">",0]}]}',
  '{"f":[{"numeric":[">",0,"<"]}]}',
  '{"f":[{"numeric":["!=",0]}]}',
  '{"f":[{"numeric":[">","0"]}]}',
  '{"f":[{"prefix":123}]}',
  '{"f":[{"prefix":["x"]}]}',
  '{"f":[{"suffix":123}]}',
  '{"f":[{"suffix":["x"]}]}',
  '{"f":[{"wildcard":123}]}',
  '{"f":[{"wildcard":["x"]}]}',
  '{"f":[{"wildcard":"a**b"}]}',
  '{"f":[{"wildcard":"a\\\\b"}]}',
  '{"f":[{"equals-ignore-case":["x"]}]}',
  '{"f":[{"equals-ignore-case":5}]}',
  '{"f":[{"exists":"true"}]}',
  '{"f":[{"anything-but":null}]}',
  '{"f":[{"anything-but":["x",null]}]}',
  '{"f":[{"anything-but":["x",1]}]}',
  '{"f":[{"anything-but":[]}]}',
  '{"f":[{"anything-but":{"prefix":123}}]}',
  '{"f":[{"anything-but":{"prefix":""}}]}',
  '{"f":[{"anything-but":{"prefix":{"equals-ignore-case":"f"}}}]}',
  '{"f":[{"anything-but":{"equals-ignore-case":123}}]}',
  '{"f":[{"anything-but":{"numeric":[">",5]}}]}',
  '{"f":[{"cidr":"10.0.0.1"}]}',
  '{"f":[{"cidr":"10.0.0.0/xx"}]}',
  '{"f":[{"cidr":"xx.11.xx/8"}]}',
  '{"f":[{"cidr":["x"]}]}',
  '{"$or":[]}',
  '{"$or":[{"f":["a"]}]}',
  '{"$or":[{"f":"a"},{"f":["b"]}]}',
];

/** A detail that the refused patterns are tried on where somebody takes them. */
export const ANY_DETAIL = '{"f":"a"}';

export const PATTERN_CASES: readonly PatternCase[] = [
  ...CONDITIONS.flatMap(([conditions, values]) =>
    values.map((value) => ({ pattern: `{"f":${conditions}}`, detail: `{"f":${value}}` })),
  ),
  ...WHOLE.flatMap(([pattern, details]) => details.map((detail) => ({ pattern, detail }))),
  ...REFUSED.map((pattern) => ({ pattern, detail: ANY_DETAIL })),
];
