/**
 * What the built bridge was measured to need. `node infra/cost/measure.ts` measures again.
 *
 * Measured on 2026-11-21 with Node 24 on two cores of an x86-64 server at 2.6 GHz: processor time of the bridge's whole
 * process, JIT and garbage collection included, warm, JSON values of 0.2 to 20 kB in batches of 1 to 500, against the
 * stand-ins in another process. Not measured: TLS, Graviton, and the share of a core that Lambda gives.
 */
export const MEASURED = {
  /** Milliseconds of one whole processor for an invocation; 0.48 to 0.51 were measured. */
  msPerBatch: 0.5,
  /** Milliseconds of one whole processor for a record, its size apart; 0.010 to 0.012 were measured. */
  msPerRecord: 0.012,
  /** Milliseconds of one whole processor for 1,000 bytes of a record; 0.008 to 0.011 were measured. */
  msPerKilobyte: 0.011,
  /** Source, detail type and the frame around key and value; 176 were measured with short names. Bytes. */
  eventOverheadBytes: 200,
  /** The line with the metrics; 813 with one PutEvents request, 943 with 50. Bytes. */
  metricsLineBytes: 1_200,
  /** Beyond the metrics, in an invocation with dead letters: a line for the kind of failure and its metric. Bytes. */
  deadLetterLinesBytes: 750,
  /** A record that such a line names; it names up to ten. Bytes. */
  namedRecordBytes: 150,
  namedRecords: 10,
  /** A dead letter without key and value, which it holds in base64. Bytes. */
  deadLetterOverheadBytes: 700,
} as const;

/** What cannot be measured without an account. */
export const ASSUMED = {
  /** From sending a PutEvents request in its own Region to the answer. Milliseconds. */
  putEventsMs: 30,
  /**
   * `platform.start` and `platform.report`, by the samples in Lambda's documentation. Bytes.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
   */
  platformLinesBytes: 600,
  /** A record in an invocation besides its key and value: names, numbers and punctuation. Bytes. */
  recordFrameBytes: 150,
} as const;
