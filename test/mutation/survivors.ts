/** A mutation that the tests need not notice, and why. */
export interface AcceptedSurvivor {
  readonly file: string;
  /** The line of the code in which it begins, without indentation. Unlike its number, it survives edits elsewhere. */
  readonly code: string;
  /** `before → after`, as the summary of `npm run mutation` prints it. */
  readonly change: string;
  readonly reason: string;
}

/** Mutations that survive, each with the reason why it is right that it does. */
export const ACCEPTED_SURVIVORS: readonly AcceptedSurvivor[] = [
  {
    file: 'functions/bridge/classify.ts',
    code: 'const byStatus = status === undefined ? undefined : STATUS_RULES.get(status);',
    change: 'status === undefined → false',
    reason: 'The table has no rule for undefined either. Only the compiler needs the question.',
  },
  {
    file: 'functions/bridge/deliver.ts',
    code: "reaction: 'stop',",
    change: '\'stop\' → ""',
    reason: 'Where it goes, only "repeat" is asked for: whatever else it is, the entry ends.',
  },
  {
    file: 'functions/bridge/deliver.ts',
    code: "classified: { reaction: 'stop', failure: { ...failure, code: 'PUT_EVENTS_REJECTED' } },",
    change: '\'stop\' → ""',
    reason: 'Where it goes, only "repeat" is asked for: whatever else it is, the entry ends.',
  },
  {
    file: 'functions/bridge/deliver.ts',
    code: "return { ...each, classified: { reaction: 'stop', failure } };",
    change: '\'stop\' → ""',
    reason: 'Where it goes, only "repeat" and "split" are asked for: whatever else it is, the entry ends.',
  },
  {
    file: 'functions/bridge/deliver.ts',
    code: 'else if (failed[0] !== undefined && failed.every(isRefusedByTheBus))',
    change: 'failed[0] !== undefined → true',
    reason:
      'A request holds an entry at least, and none was sent, so one has failed. Only the compiler needs the question.',
  },
  {
    file: 'functions/bridge/entry-size.ts',
    code: "return text === undefined ? 0 : Buffer.byteLength(text, 'utf8');",
    change: '\'utf8\' → ""',
    reason: 'UTF-8 is what Node counts by default. The word is there for the reader.',
  },
  {
    file: 'functions/bridge/ledger.ts',
    code: 'this.#outcomes = new Array<Outcome | undefined>(records.length).fill(undefined);',
    change: 'new Array<Outcome | undefined>(records.length) → new Array()',
    reason: 'An outcome that is not there reads as undefined, too. Filled, the array needs no growing.',
  },
  {
    file: 'functions/bridge/ordered-requests.ts',
    code: 'this.#free.delete(progress);',
    change: 'this.#free.delete(progress); → ;',
    reason:
      'A lane that is at its end, or out of time, gives no entry however often it is asked. Taken out, it is not asked again.',
  },
];
