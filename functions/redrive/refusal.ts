/** Why a message was not carried at all, by stable code, and what an operator should do. */
export const MESSAGE_REFUSALS = {
  LETTER_INVALID: {
    remedy:
      'The message is no dead letter of this version. Take it out of the queue, or redrive it with the version that wrote it.',
  },
  LETTER_OF_ANOTHER_BRIDGE: {
    remedy:
      'The dead letter names another connector id. Give each bridge a dead-letter queue of its own; if the id of this bridge was changed, redrive with the former one.',
  },
} as const;

export type RefusalCode = keyof typeof MESSAGE_REFUSALS;

/** A message that stays in the queue unread, or unsent. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly messageId: string;
  /** The bridge that the letter names, when that is the reason. */
  readonly connectorId?: string;
}
