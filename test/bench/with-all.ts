/** Starts what is needed, one after the other, works with all of it, and closes what was started, however that ends. */
export async function withAll<Started extends { readonly close: () => Promise<void> }, Result>(
  starts: readonly (() => Promise<Started>)[],
  work: (all: readonly Started[]) => Promise<Result>,
): Promise<Result> {
  const all: Started[] = [];
  try {
    for (const start of starts) all.push(await start());
    return await work(all);
  } finally {
    await Promise.all(all.map((started) => started.close()));
  }
}
