import type { ObjectPlace } from '../../functions/redrive/document.ts';
import type { Item } from './source.ts';

/** How an item ends. It may be deleted only when everything it holds was sent. */
export class Settlement {
  readonly item: Item;
  readonly objects: readonly ObjectPlace[];
  #end: 'settled' | 'left-out' | 'stays' = 'settled';

  constructor(item: Item, objects: readonly ObjectPlace[]) {
    this.item = item;
    this.objects = objects;
  }

  get end(): 'settled' | 'left-out' | 'stays' {
    return this.#end;
  }

  /** Some of it is not meant this time. */
  leaveOut(): void {
    if (this.#end === 'settled') this.#end = 'left-out';
  }

  /** Some of it could not be sent. */
  stay(): void {
    this.#end = 'stays';
  }
}
