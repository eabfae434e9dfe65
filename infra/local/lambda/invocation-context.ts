import type { InvocationRequest } from './invocation.ts';

/**
 * The second argument of a handler, as Lambda's runtime for Node.js 24 makes it: without `callbackWaitsForEmptyEventLoop`,
 * `done`, `fail` and `succeed`. The members that are undefined here are for mobile clients, and for functions that keep
 * their tenants apart.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export interface InvocationContext {
  readonly clientContext: undefined;
  readonly identity: undefined;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly tenantId: undefined;
  readonly xRayTraceId: string;
  /** Negative once the deadline has passed. */
  readonly getRemainingTimeInMillis: () => number;
  readonly functionName: string | undefined;
  readonly functionVersion: string | undefined;
  readonly memoryLimitInMB: string | undefined;
  readonly logGroupName: string | undefined;
  readonly logStreamName: string | undefined;
}

/** @param variables those of the execution environment: what does not change from one invocation to the next comes from there. */
export function invocationContext(
  { functionArn, requestId, traceId, deadlineMs }: InvocationRequest,
  variables: Readonly<Record<string, string | undefined>>,
): InvocationContext {
  return {
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    tenantId: undefined,
    xRayTraceId: traceId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}
