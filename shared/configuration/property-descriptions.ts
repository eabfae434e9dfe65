import { BUS_PROPERTY_DESCRIPTIONS } from './bus-property-descriptions.ts';
import { EVENT_PROPERTY_DESCRIPTIONS } from './event-property-descriptions.ts';
import { FORMAT_PROPERTY_DESCRIPTIONS } from './format-property-descriptions.ts';
import { OFFLOADING_PROPERTY_DESCRIPTIONS } from './offloading-property-descriptions.ts';
import type { PropertyDescription } from './property-description.ts';

/** Every property of the document, in the order in which they are told. */
export const PROPERTY_DESCRIPTIONS: readonly PropertyDescription[] = [
  ...BUS_PROPERTY_DESCRIPTIONS,
  ...EVENT_PROPERTY_DESCRIPTIONS,
  ...OFFLOADING_PROPERTY_DESCRIPTIONS,
  ...FORMAT_PROPERTY_DESCRIPTIONS,
];
