/** Where detail types come from. */
export const DETAIL_TYPE_MAPPERS = ['default', 'jsonpath'] as const;
export type DetailTypeMapper = (typeof DETAIL_TYPE_MAPPERS)[number];

/** Where the times of events come from. */
export const TIME_MAPPERS = ['none', 'record-timestamp', 'jsonpath'] as const;
export type TimeMapper = (typeof TIME_MAPPERS)[number];

const PACKAGE = 'software.amazon.event.kafkaconnector.mapping';

/** The connector's classes. */
const DETAIL_TYPE_MAPPER_CLASSES: ReadonlyMap<string, DetailTypeMapper> = new Map([
  [`${PACKAGE}.DefaultDetailTypeMapper`, 'default'],
  [`${PACKAGE}.JsonPathDetailTypeMapper`, 'jsonpath'],
]);
const TIME_MAPPER_CLASSES: ReadonlyMap<string, TimeMapper> = new Map([
  [`${PACKAGE}.DefaultTimeMapper`, 'none'],
]);

/** What else than the names of this project stands for a mapper. */
export const DETAIL_TYPE_MAPPER_CLASS_NAMES: readonly string[] = [...DETAIL_TYPE_MAPPER_CLASSES.keys()];
export const TIME_MAPPER_CLASS_NAMES: readonly string[] = [...TIME_MAPPER_CLASSES.keys()];

/** The mapper that a short name or Java class stands for; undefined when there is none here. */
export function detailTypeMapper(text: string): DetailTypeMapper | undefined {
  return DETAIL_TYPE_MAPPERS.find((name) => name === text) ?? DETAIL_TYPE_MAPPER_CLASSES.get(text);
}

/** As {@link detailTypeMapper}, for times. */
export function timeMapper(text: string): TimeMapper | undefined {
  return TIME_MAPPERS.find((name) => name === text) ?? TIME_MAPPER_CLASSES.get(text);
}
