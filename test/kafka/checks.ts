import { access } from './checks/access.ts';
import { compacted } from './checks/compacted.ts';
import { compression } from './checks/compression.ts';
import { expired } from './checks/expired.ts';
import { kinds } from './checks/kinds.ts';
import { logAppendTime } from './checks/log-append-time.ts';
import { madeAnew } from './checks/made-anew.ts';
import { noTrace } from './checks/no-trace.ts';
import { openTransaction } from './checks/open-transaction.ts';
import { refused } from './checks/refused.ts';
import { transactions } from './checks/transactions.ts';
import { wholeTopic } from './checks/whole-topic.ts';
import type { KafkaCheck } from './kafka-check.ts';

/** In the order in which they run: the last looks at what the others left behind. */
export const CHECKS: readonly KafkaCheck[] = [
  kinds,
  logAppendTime,
  compression,
  transactions,
  openTransaction,
  expired,
  compacted,
  madeAnew,
  wholeTopic,
  access,
  refused,
  noTrace,
];
