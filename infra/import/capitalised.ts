/** A reason that begins as a sentence does, unless it begins with the name of a property. */
export function capitalised(reason: string): string {
  return reason.replace(/^[a-z]+(?= )/, (word) => word[0]?.toUpperCase() + word.slice(1));
}
