/**
 * PutEvents takes fewer bytes than this, summed over the entries of a request.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html}.
 */
export const PUT_EVENTS_LIMIT_BYTES = 1_048_576;

/** The largest request the bridge sends: the service's limit is exclusive. */
export const MAX_REQUEST_BYTES = PUT_EVENTS_LIMIT_BYTES - 1;

/** The limit before January 2026, still in force in some Regions; a lower request size is of no use. */
export const MIN_REQUEST_BYTES = 262_144;

/**
 * PutEvents takes 1 to 10 entries a request.
 * See {@link https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html}.
 */
export const MAX_REQUEST_ENTRIES = 10;
