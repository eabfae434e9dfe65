import type { Header } from './signer.ts';

/** Lambda's own context of an invocation, where it handles several at once. */
interface InvokeStore {
  getXRayTraceId?(): string | undefined;
  getTraceparent?(): string | undefined;
  getTracestate?(): string | undefined;
  getBaggage?(): string | undefined;
}

/** The trace of the invocation, so that what AWS does with the events belongs to it. Each empty or with its headers. */
export interface TraceHeaders {
  /** Not to be signed: it may be changed on the way. */
  readonly xRay: readonly Header[];
  /** @see https://www.w3.org/TR/trace-context/ */
  readonly context: readonly Header[];
  readonly baggage: readonly Header[];
}

const NONE: readonly Header[] = [];

/**
 * The headers that the SDK adds on Lambda.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function traceHeaders(environment: NodeJS.ProcessEnv): TraceHeaders {
  const store = invokeStore();
  const traceId = store?.getXRayTraceId?.() ?? environment._X_AMZN_TRACE_ID;
  const xRay: readonly Header[] =
    traceId && environment.AWS_LAMBDA_FUNCTION_NAME ? [['X-Amzn-Trace-Id', traceId]] : NONE;
  const traceparent = store?.getTraceparent?.();
  if (!traceparent) return { xRay, context: NONE, baggage: NONE };
  const tracestate = store?.getTracestate?.();
  const baggage = store?.getBaggage?.();
  return {
    xRay,
    context: [['traceparent', traceparent], ...(tracestate ? [['tracestate', tracestate] as const] : NONE)],
    baggage: baggage ? [['baggage', baggage]] : NONE,
  };
}

function invokeStore(): InvokeStore | undefined {
  const lambda: { readonly InvokeStore?: InvokeStore } | undefined = Reflect.get(globalThis, 'awslambda');
  return lambda?.InvokeStore;
}
