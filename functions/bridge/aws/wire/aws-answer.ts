import type { IncomingHttpHeaders } from 'node:http';
import { toldMessage } from '../../told-message.ts';
import { type AnswerMetadata, answerMetadata } from './call-errors.ts';
import type { HttpAnswer } from './http-answer.ts';

/** From this status on an answer is a refusal; redirections are not followed. */
const FIRST_REFUSAL = 300;
const FIRST_SERVER_FAULT = 500;

/** What AWS says when it does not say what is wrong. */
const UNKNOWN_CODE = 'Unknown';
const UNKNOWN_MESSAGE = 'UnknownError';

type Members = Readonly<Record<string, unknown>>;

/** A refusal of AWS: `name` is its code. It has the members that the SDK's errors have. */
export class AwsError extends Error {
  override readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: AnswerMetadata;

  constructor(code: string, message: string, metadata: AnswerMetadata) {
    super(toldMessage(message));
    this.name = code;
    this.$fault = metadata.httpStatusCode < FIRST_SERVER_FAULT ? 'client' : 'server';
    this.$metadata = metadata;
  }
}

/**
 * What an answer in AWS JSON 1.1 says.
 *
 * @returns the parsed body; an empty object for none.
 * @throws AwsError for a refusal; SyntaxError, with `$metadata`, for what is no JSON, such as the page of a proxy.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function readAwsAnswer({ status, headers, body }: HttpAnswer): unknown {
  const value = parsed(body, status, headers);
  if (status < FIRST_REFUSAL) return value;
  const members = membersOf(value);
  const message = textOf(members.message) || textOf(members.Message) || UNKNOWN_MESSAGE;
  throw new AwsError(errorCode(members, headers), message, answerMetadata(status, headers));
}

function parsed(body: Buffer, status: number, headers: IncomingHttpHeaders): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof Error) Object.assign(error, { $metadata: answerMetadata(status, headers) });
    throw error;
  }
}

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** In the body or in a header, and in the places where the SDK looks for it, in its order. */
function errorCode(members: Members, headers: IncomingHttpHeaders): string {
  const codeMember = Object.keys(members).find((name) => name.toLowerCase() === 'code');
  const code = members.__type ?? (codeMember && members[codeMember]) ?? headers['x-amzn-errortype'];
  return typeof code === 'string' || typeof code === 'number' ? bareCode(String(code)) : UNKNOWN_CODE;
}

/** `com.amazon.coral.validate#ValidationException:http://internal.amazon.com/…` is a ValidationException. */
function bareCode(code: string): string {
  const [first = ''] = code.split(',');
  const [beforeColon = ''] = first.split(':');
  return beforeColon.split('#')[1] ?? beforeColon;
}
