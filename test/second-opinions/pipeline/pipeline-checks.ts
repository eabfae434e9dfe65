import { FAILURE_BUCKET_CHECK, FAILURE_QUEUE_CHECK } from './failure-destinations.ts';
import { MISSING_BUS_CHECK } from './missing-bus.ts';
import type { PipelineCheck } from './pipeline-check.ts';
import { lettersCheck } from './redrive.ts';
import { RULES_CHECK } from './rules-check.ts';
import { SAMPLES_CHECK } from './samples.ts';
import { AVRO_CHECK, ROLE_CHECK } from './stream.ts';

/** One after the other in the same account: each takes away what it left, but for the rules of the last. */
export const PIPELINE_CHECKS: readonly PipelineCheck[] = [
  SAMPLES_CHECK,
  AVRO_CHECK,
  ROLE_CHECK,
  lettersCheck('queue'),
  lettersCheck('queue and bucket'),
  FAILURE_BUCKET_CHECK,
  FAILURE_QUEUE_CHECK,
  MISSING_BUS_CHECK,
  RULES_CHECK,
];
