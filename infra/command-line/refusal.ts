/**
 * What somebody asked for cannot be done, for a reason that is theirs to change. The message says it all: it is shown
 * without a stack trace.
 */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
}
