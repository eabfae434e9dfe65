/**
 * How deep arrays and objects of one key, value or header may nest: 990 levels.
 *
 * EventBridge takes JSON of up to 1,000 levels, and the event around the record uses some of them: the event itself, its
 * detail, and the list of headers. The bound also keeps recursive data off the limits of the call stack.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export const MAX_NESTING_DEPTH = 990;
