/** An object of JSON whose members are not known yet. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A member that is an object, or none. */
export function membersIn(members: Members, name: string): Members | undefined {
  const member = members[name];
  return isMembers(member) ? member : undefined;
}

/** A member that is a text, or none. */
export function textIn(members: Members | undefined, name: string): string | undefined {
  const member = members?.[name];
  return typeof member === 'string' && member !== '' ? member : undefined;
}
