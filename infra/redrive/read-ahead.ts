/** Reads items in order, with so many readings under way at once; no reading may reject. */
export async function* readAhead<Item, Result>(
  items: readonly Item[],
  width: number,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<readonly [Item, Result]> {
  const underWay = items.slice(0, width).map(read);
  for (const [index, item] of items.entries()) {
    const reading = underWay.shift();
    if (reading === undefined) return;
    yield [item, await reading];
    const later = items[index + width];
    if (later !== undefined) underWay.push(read(later));
  }
}
