import { expect, test } from 'vitest';
import { Audit } from '../../infra/local/mapping/audit.ts';
import { type Evidence, explainDuplicates } from './duplicates.ts';
import type { Ending, Invocation } from './invocations.ts';

const RECORD = { topic: 'orders', partition: 0, offset: 7 };
const NAME = 'orders-0@7';

interface Told {
  /** Of each acceptance: number of the request, number of the invocation. */
  readonly acceptances: readonly (readonly [number, number])[];
  readonly unread?: readonly number[];
  readonly endings?: readonly Ending[];
  readonly reported?: readonly string[];
  readonly reading?: Evidence['reading'];
}

function explain({ acceptances, unread = [], endings = [], reported = [], reading = 'listed' }: Told) {
  const audit = new Audit();
  audit.produced(RECORD);
  for (const [request, invocation] of acceptances) {
    audit.accepted(JSON.stringify(RECORD), () => ({ request, invocation }));
  }
  const { explained, unexplained } = explainDuplicates(audit, {
    isAnswerRead: (request) => !unread.includes(request),
    invocation: (number): Invocation => ({
      number,
      poller: 0,
      ending: endings[number - 1] ?? 'returned',
      endedAtMs: 0,
      error: undefined,
      reported: new Set(reported),
    }),
    reading,
  });
  return { causes: Object.entries(explained).filter(([, count]) => count > 0), unexplained };
}

test.each<[string, Told, string]>([
  [
    'the first answer was lost, and the bridge repeats',
    {
      acceptances: [
        [1, 1],
        [2, 1],
      ],
      unread: [1],
    },
    'answer-lost',
  ],
  [
    'the first answer was lost, and the mapping delivers what the bridge reported',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      unread: [1],
      reported: [NAME],
    },
    'answer-lost',
  ],
  [
    'a request arrives behind the one that was to replace it',
    {
      acceptances: [
        [2, 1],
        [1, 1],
      ],
    },
    'arrived-late',
  ],
  [
    'the function was killed',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      endings: ['killed'],
    },
    'killed',
  ],
  [
    'the function ran out of time',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      endings: ['timed out'],
    },
    'timed-out',
  ],
  [
    'the function threw, and the mapping knows whole batches only',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      endings: ['threw'],
      reading: 'ignored',
    },
    'batch-repeated',
  ],
  [
    'the mapping went back to an earlier record',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      reported: ['orders-0@3'],
      reading: 'rewind',
    },
    'rewound',
  ],
])('a second event is explained when %s', (_, told, cause) => {
  expect(explain(told)).toEqual({ causes: [[cause, 1]], unexplained: [] });
});

test.each<[string, Told]>([
  [
    'the bridge had read the answer',
    {
      acceptances: [
        [1, 1],
        [2, 1],
      ],
    },
  ],
  [
    'the bridge reported what it knew to be sent',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      reported: [NAME],
    },
  ],
  [
    'the bridge reported it, even to a mapping that rewinds',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      reported: [NAME],
      reading: 'rewind',
    },
  ],
  [
    'the bridge threw after publishing, although the mapping takes partial responses',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
      endings: ['threw'],
    },
  ],
  [
    'nothing was wrong with the invocation before',
    {
      acceptances: [
        [1, 1],
        [2, 2],
      ],
    },
  ],
  [
    'only the answer after the one that was read got lost',
    {
      acceptances: [
        [1, 1],
        [2, 1],
      ],
      unread: [2],
    },
  ],
])('a second event is not explained when %s', (_, told) => {
  expect(explain(told)).toEqual({ causes: [], unexplained: [NAME] });
});

test('one event a record needs no explanation', () => {
  expect(explain({ acceptances: [[1, 1]] })).toEqual({ causes: [], unexplained: [] });
});
