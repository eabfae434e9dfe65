import type { ObjectPlace } from '../../functions/redrive/document.ts';

/** Something that holds a document: a message, an object, or a record of a Kafka topic. */
export interface Item {
  /** How an operator finds it; unique in its source. */
  readonly place: string;
  /** The text itself, or the object to read it from. */
  readonly holds: { readonly text: string } | { readonly object: ObjectPlace };
}

/** Where documents come from, taken one after another, each once. */
export interface Source {
  /** For a person: `queue payments-dead-letters`. */
  readonly name: string;
  /** About how many documents there are; undefined when nobody counts them. */
  count(): Promise<number | undefined>;
  /** The next documents; none at the end. @throws when the source cannot be read. */
  next(): Promise<readonly Item[]>;
  /** Keeps these from being delivered to somebody else while they are worked on. */
  hold(items: readonly Item[]): Promise<void>;
  /** Deletes what is settled. @returns why not, by place, for those that could not be deleted. */
  remove(items: readonly Item[]): Promise<ReadonlyMap<string, string>>;
  /** Gives back whatever was taken and not removed. */
  release(): Promise<void>;
  /** What an operator should know of the source besides; told at the end. */
  remarks(): readonly string[];
}
