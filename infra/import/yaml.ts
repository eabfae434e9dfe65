/** A document of its own, or a member whose value is on the lines below it, further in. */
const YAML =
  /^---\s*$|^( *)[\w.'"-]+:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*\1 +(?:- +)?[\w.'"-]+:(?:\s|$)/m;

/**
 * Whether a text is YAML. To Java it is a properties file all the same, of which every line means something else: quotes and
 * comments belong to values, and what is further in stands beside all others.
 */
export function isYaml(text: string): boolean {
  return YAML.test(text);
}
