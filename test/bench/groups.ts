import type { Group } from './group.ts';
import { GROWTH_GROUP } from './groups/growth.ts';
import { HANDLER_GROUP } from './groups/handlers.ts';
import { MEMORY_GROUP } from './groups/memory.ts';
import { REQUEST_GROUP } from './groups/requests.ts';
import { SIZE_GROUP } from './groups/size.ts';
import { STAGE_GROUP } from './groups/stages.ts';
import { START_GROUP } from './groups/start.ts';

export const GROUPS: readonly Group[] = [
  HANDLER_GROUP,
  REQUEST_GROUP,
  STAGE_GROUP,
  GROWTH_GROUP,
  MEMORY_GROUP,
  START_GROUP,
  SIZE_GROUP,
];
