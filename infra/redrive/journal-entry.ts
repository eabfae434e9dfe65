import * as z from 'zod/mini';

/** First line: whose sendings these are. */
const headerSchema = z.strictObject({
  journal: z.literal('kafka-eventbridge-redrive'),
  version: z.literal(1),
  connectorId: z.string(),
  eventBusArn: z.string(),
});

/** A record that EventBridge took. */
const recordSchema = z.strictObject({
  /** For people: `topic-partition@offset`. */
  sent: z.string(),
  id: z.string(),
  /** ISO 8601, when EventBridge took it. */
  at: z.string(),
  /** When the letter says that the record was given up, as it says it. */
  failedAt: z.string(),
});

/** An object of which all records were sent; it may be gone since. */
const objectSchema = z.strictObject({ done: z.string(), at: z.string() });

const entrySchema = z.union([recordSchema, objectSchema]);

export type JournalHeader = z.output<typeof headerSchema>;
export type JournalEntry = z.output<typeof entrySchema>;

/** Undefined when the line is something else. */
export function readHeader(line: string): JournalHeader | undefined {
  return parse(headerSchema, line);
}

export function readEntry(line: string): JournalEntry | undefined {
  return parse(entrySchema, line);
}

function parse<Schema extends z.core.$ZodType>(schema: Schema, line: string): z.output<Schema> | undefined {
  try {
    const result = z.safeParse(schema, JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}
