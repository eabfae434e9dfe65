/** What became of a property. */
export const FATES = [
  /** It means the same here. */
  'carried over',
  /** It is said in another way or place. */
  'changed',
  /** It was not written, and has another default here. */
  'added',
  /** It has no effect here, or had none before. */
  'not needed',
  /** Left out because somebody said so on the command line. */
  'left out',
  /** It has an effect in Kafka Connect, and none here. */
  'unsupported',
  /** The configuration does not tell, and the bridge has to know. */
  'missing',
] as const;
export type Fate = (typeof FATES)[number];

/** Fates that stand in the way of an import. */
export const OPEN_FATES: readonly Fate[] = ['unsupported', 'missing'];

/** What became of one property, for the person who imports it. */
export interface ImportLine {
  readonly property: string;
  readonly fate: Fate;
  /** As it was written; nothing of a secret. Undefined when it was not. */
  readonly value?: string;
  /** What there is instead. */
  readonly becomes?: string;
  /** Why, and what to do, as sentences. */
  readonly why?: string;
}
