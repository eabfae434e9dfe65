/** What the host sends to the execution environment for one invocation. The event travels as text, as it does on Lambda. */
export interface InvocationRequest {
  readonly requestId: string;
  readonly functionArn: string;
  readonly traceId: string;
  readonly eventText: string;
  /** Epoch milliseconds at which Lambda would end the function. */
  readonly deadlineMs: number;
}

/** What comes back: the function's answer, or the error it threw. */
export type InvocationAnswer = InvocationResult & {
  /** What the execution environment has in use after the invocation. */
  readonly memoryBytes: number;
};

export type InvocationResult =
  | { readonly responseText: string }
  | { readonly errorType: string; readonly errorMessage: string };

/** The execution environment has loaded the artefact, or why it could not. */
export type InitAnswer =
  | { readonly ready: true }
  | { readonly ready: false; readonly errorType: string; readonly errorMessage: string };

export interface RuntimeSettings {
  /** File URL of the artefact. */
  readonly artefactUrl: string;
}
