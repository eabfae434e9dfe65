import { LOSS_RULES } from './loss-rules.ts';
import type { MappingRule } from './mapping-plan.ts';
import { PROVISIONED_RULES } from './provisioned-rules.ts';
import { RANGE_RULES } from './range-rules.ts';
import { SOURCE_RULES } from './source-rules.ts';

/** Everything that must hold of a mapping, before CloudFormation hears of it. */
export const MAPPING_RULES: readonly MappingRule[] = [
  ...PROVISIONED_RULES,
  ...LOSS_RULES,
  ...RANGE_RULES,
  ...SOURCE_RULES,
];
