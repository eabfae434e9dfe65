/**
 * What is said of a property to those who write a configuration document: in the JSON Schema of the document and in the
 * table of the README. The bridge itself does without, so its artefact must not hold it.
 */
export interface PropertyDescription {
  /** `<side>` stands for `key` and `value`. */
  readonly name: string;
  /** What it does, as one sentence in Markdown. */
  readonly description: string;
  readonly kind: 'text' | 'list' | 'number' | 'flag';
  readonly isRequired: boolean;
  /** Whether the connector, or Kafka Connect, has the property as well. */
  readonly isConnectors: boolean;
  /** What leaving it out comes to, as one would write it; absent where nothing stands for that. */
  readonly defaultText?: string;
  /** What leaving it out comes to, in words, where no text says it. */
  readonly defaultMeaning?: string;
  /** All that it can be, but for {@link otherSpellings}. */
  readonly values?: readonly string[];
  /** Java classes that stand for one of the values, and no text where it stands for the usual one. */
  readonly otherSpellings?: readonly string[];
  /** Whether the values may be written in capitals or not. */
  readonly isAnyCase?: true;
  /** Regular expression for the text, or for each item of a list. */
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
  /** Accepted because the connector has it, and without effect here. */
  readonly isWithoutEffect?: true;
}
