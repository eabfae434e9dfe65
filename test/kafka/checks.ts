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
import { sourceAccess } from './checks/source-access.ts';
import { sourceClosed } from './checks/source-closed.ts';
import { sourceEverything } from './checks/source-everything.ts';
import { sourceExcept } from './checks/source-except.ts';
import { sourceFenced } from './checks/source-fenced.ts';
import { sourceLeaderless } from './checks/source-leaderless.ts';
import { sourceMembers } from './checks/source-members.ts';
import { sourcePositions } from './checks/source-positions.ts';
import { sourceRefused } from './checks/source-refused.ts';
import { sourceRestart } from './checks/source-restart.ts';
import { transactions } from './checks/transactions.ts';
import { wholeTopic } from './checks/whole-topic.ts';
import type { KafkaCheck } from './kafka-check.ts';

/** In the order in which they run: reading by offsets leaves no trace, and its topics are then read by groups. */
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
  sourceEverything,
  sourceMembers,
  sourceExcept,
  sourcePositions,
  sourceAccess,
  sourceFenced,
  sourceLeaderless,
  sourceRefused,
  sourceRestart,
  sourceClosed,
];
