import { EVENTS } from './calls/events.ts';
import { GLUE } from './calls/glue.ts';
import { RULES } from './calls/rules.ts';
import { S3 } from './calls/s3.ts';
import { SECRETS_MANAGER } from './calls/secrets-manager.ts';
import { SQS } from './calls/sqs.ts';
import { SSM } from './calls/ssm.ts';
import { STS } from './calls/sts.ts';
import type { Chapter } from './chapter.ts';
import { EVENT_DIFFERENCES } from './differences/events.ts';
import { GLUE_DIFFERENCES } from './differences/glue.ts';
import { RULE_DIFFERENCES } from './differences/rules.ts';
import { S3_DIFFERENCES } from './differences/s3.ts';
import { SECRETS_MANAGER_DIFFERENCES } from './differences/secrets-manager.ts';
import { SQS_DIFFERENCES } from './differences/sqs.ts';
import { SSM_DIFFERENCES } from './differences/ssm.ts';
import { STS_DIFFERENCES } from './differences/sts.ts';
import type { KnownDifference } from './known-difference.ts';

export interface ComparedChapter {
  readonly chapter: Chapter;
  readonly known: readonly KnownDifference[];
}

/** The services, in the order in which the bridge comes to them. */
export const CHAPTERS: readonly ComparedChapter[] = [
  { chapter: SSM, known: SSM_DIFFERENCES },
  { chapter: SECRETS_MANAGER, known: SECRETS_MANAGER_DIFFERENCES },
  { chapter: STS, known: STS_DIFFERENCES },
  { chapter: GLUE, known: GLUE_DIFFERENCES },
  { chapter: EVENTS, known: EVENT_DIFFERENCES },
  { chapter: RULES, known: RULE_DIFFERENCES },
  { chapter: SQS, known: SQS_DIFFERENCES },
  { chapter: S3, known: S3_DIFFERENCES },
];
