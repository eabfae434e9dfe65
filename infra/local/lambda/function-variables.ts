import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';

/** What the environment variables of Lambda tell a function of itself. */
export interface FunctionDescription {
  readonly name: string;
  /** Path of the built module. */
  readonly artefact: string;
  readonly memoryLimitMb: number;
}

/**
 * The variables that Lambda sets in an execution environment, without those of its own inside.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionVariables({
  name,
  artefact,
  memoryLimitMb,
}: FunctionDescription): Readonly<Record<string, string>> {
  return {
    _HANDLER: 'index.handler',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryLimitMb),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(),
    LAMBDA_TASK_ROOT: dirname(artefact),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  };
}

/** Each execution environment has one of its own. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
}
