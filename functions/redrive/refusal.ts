/** Why a message was not carried at all, by stable code, and what an operator should do. */
export const MESSAGE_REFUSALS = {
  LETTER_INVALID: {
    remedy:
      'The message is no dead letter of this version and no document of Lambda. Take it out of the queue, or redrive it with the version that wrote it.',
  },
  LETTER_OF_ANOTHER_BRIDGE: {
    remedy:
      'The dead letter names another connector id. Give each bridge a dead-letter queue of its own; if the id of this bridge was changed, redrive with the former one.',
  },
  RECORDS_NOT_IN_DOCUMENT: {
    remedy:
      'The document of Lambda tells only which offsets failed, and the function has no way to the brokers. Run npm run redrive with --bootstrap-servers where they can be reached.',
  },
  OBJECT_OF_ANOTHER_BUCKET: {
    remedy:
      'The message names an object of a bucket that is not the dead-letter or on-failure bucket of this bridge. Take it out of the queue, or redrive the bucket with npm run redrive.',
  },
  OBJECT_NOT_READ: {
    remedy:
      'The object could not be read, or not be deleted after its records were sent. Check the bucket and s3:GetObject and s3:DeleteObject in the role of the redrive function.',
  },
} as const;

export type RefusalCode = keyof typeof MESSAGE_REFUSALS;

/** A message that stays in the queue unread, or unsent. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly messageId: string;
  /** What happened, when there is more to tell than the code; without payload. */
  readonly problem?: string;
  /** The bridge that the letter names, when that is the reason. */
  readonly connectorId?: string;
}
