/** Imports nothing and answers: what Node.js and reading the event take by themselves. */
export async function handler(): Promise<object> {
  return { batchItemFailures: [] };
}
