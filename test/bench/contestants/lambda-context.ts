import { type InvocationContext, invocationContext } from '../../../infra/local/lambda/invocation-context.ts';

const TIMEOUT_MS = 60_000;

/** As Lambda gives it, at the beginning of an invocation. */
export function lambdaContext(): InvocationContext {
  return invocationContext(
    {
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:bench',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      traceId: 'Root=1-67c41d2e-0123456789abcdef01234567',
      eventText: '',
      deadlineMs: Date.now() + TIMEOUT_MS,
    },
    process.env,
  );
}
