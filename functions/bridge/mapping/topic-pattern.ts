/**
 * Whether a topic has a name of this pattern, in which `*` stands for any characters, none included, and all else for
 * itself. Each piece between two stars is taken where it comes first, so that no pattern makes it slow.
 */
export function matchesTopic(pattern: string, topic: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return pattern === topic;
  if (topic.length < first.length + last.length) return false;
  if (!topic.startsWith(first) || !topic.endsWith(last)) return false;
  const end = topic.length - last.length;
  let position = first.length;
  for (const piece of others) {
    const found = topic.indexOf(piece, position);
    if (found < 0 || found + piece.length > end) return false;
    position = found + piece.length;
  }
  return true;
}
