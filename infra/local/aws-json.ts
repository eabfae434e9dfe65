import { RequestMembers } from './request-members.ts';
import type { Service, ServiceAnswer, ServiceName, ServiceRequest } from './service.ts';
import { ServiceError } from './service.ts';

/** The output of an operation, before it becomes JSON text; `undefined` members are left out. */
export type OperationOutput = object;

export type Operation = (
  input: RequestMembers,
  request: ServiceRequest,
) => OperationOutput | Promise<OperationOutput>;

/** How one service differs from the others that speak AWS JSON. */
export interface AwsJsonDialect {
  readonly name: ServiceName;
  /** @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
  readonly version: '1.0' | '1.1';
  readonly operations: Readonly<Record<string, Operation>>;
  /** Spelling of the message member in error bodies. @default 'message' */
  readonly messageMember?: 'message' | 'Message';
  /** Prepended to `__type`, such as `com.amazonaws.sqs#`. */
  readonly errorNamespace?: string;
}

/**
 * A service that speaks AWS JSON 1.0 or 1.1: a POST with the operation in `x-amz-target` and JSON both ways.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function createAwsJsonService(dialect: AwsJsonDialect): Service {
  const headers = { 'content-type': `application/x-amz-json-${dialect.version}` };
  const operations = new Map(Object.entries(dialect.operations));
  const messageMember = dialect.messageMember ?? 'message';
  const errorNamespace = dialect.errorNamespace ?? '';
  const success = (output: OperationOutput): ServiceAnswer => ({
    status: 200,
    headers,
    body: JSON.stringify(output),
  });

  return {
    name: dialect.name,

    answer(request) {
      const operation = operations.get(request.operation);
      if (operation === undefined) {
        throw new ServiceError(
          'UnknownOperationException',
          `The stand-in of ${dialect.name} does not know the operation ${request.operation}.`,
        );
      }
      const output = operation(parseInput(request.body), request);
      return output instanceof Promise ? output.then(success) : success(output);
    },

    errorAnswer(error) {
      const body: Record<string, string> = { __type: errorNamespace + error.code };
      if (error.message !== '') body[messageMember] = error.message;
      return {
        status: error.status,
        headers:
          error.queryCode === undefined
            ? headers
            : {
                ...headers,
                'x-amzn-query-error': `${error.queryCode};${error.status < 500 ? 'Sender' : 'Receiver'}`,
              },
        body: JSON.stringify(body),
      };
    },
  };
}

function parseInput(body: Buffer): RequestMembers {
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError('SerializationException', 'The request body is not JSON.');
  }
  return RequestMembers.of(value);
}
