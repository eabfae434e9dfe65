import { describe, expect, it } from 'vitest';
import {
  classifyEntry,
  classifyRequest,
  PUT_EVENTS_CAUSES,
  UnexpectedAnswerError,
} from '../../../functions/bridge/classify.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { RoleError } from '../../../functions/bridge/role-error.ts';
import { serviceError } from '../../fixtures/event-bus.ts';

const MARKER = 'MARKER-OF-THE-PAYLOAD';
const OVER_LIMIT = 'Total size of the entries in the request is over the limit.';
const QUOTING = `Value '[detail={"a":"${MARKER}"}]' at 'entries' failed`;

describe('classifyEntry', () => {
  it.each([
    // Throttled.
    { errorCode: 'ThrottlingException', reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { errorCode: 'TooManyRequestsException', reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    // Not available.
    { errorCode: 'InternalFailure', reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { errorCode: 'InternalException', reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { errorCode: 'ServiceUnavailable', reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    // Denied, to all events alike.
    { errorCode: 'AccessDeniedException', reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { errorCode: 'AccessDenied', reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { errorCode: 'InvalidAccountIdException', reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    // Refused for good.
    { errorCode: 'InvalidArgument', reaction: 'stop', code: 'EVENT_REFUSED' },
    { errorCode: 'MalformedDetail', reaction: 'stop', code: 'EVENT_REFUSED' },
    { errorCode: 'RedactionFailure', reaction: 'stop', code: 'EVENT_REFUSED' },
    { errorCode: 'NotAuthorizedForSourceException', reaction: 'stop', code: 'EVENT_REFUSED' },
    { errorCode: 'NotAuthorizedForDetailTypeException', reaction: 'stop', code: 'EVENT_REFUSED' },
    // Not known.
    { errorCode: 'SomethingNew', reaction: 'repeat', code: 'EVENT_REFUSED' },
    { errorCode: 'ValidationException', reaction: 'repeat', code: 'EVENT_REFUSED' },
    { errorCode: '', reaction: 'repeat', code: 'EVENT_REFUSED' },
    { errorCode: undefined, reaction: 'repeat', code: 'EVENT_REFUSED' },
  ])('answers the entry code $errorCode by $reaction as $code', ({ errorCode, reaction, code }) => {
    expect(classifyEntry({ errorCode })).toMatchObject({ reaction, failure: { code } });
  });

  it.each(['ThrottlingException', 'AccessDeniedException', 'InvalidAccountIdException'])(
    'tells the code and the message of %s, which is about the caller',
    (errorCode) => {
      const { failure } = classifyEntry({ errorCode, errorMessage: 'what the service says' });

      expect(failure.message).toBe(`${errorCode}: what the service says`);
    },
  );

  it.each([
    'InvalidArgument',
    'MalformedDetail',
    'RedactionFailure',
    'NotAuthorizedForSourceException',
    'InternalFailure',
    'SomethingNew',
  ])('tells the code of %s alone, because its message may quote the event', (errorCode) => {
    const { failure } = classifyEntry({ errorCode, errorMessage: QUOTING });

    expect(failure.message).toBe(errorCode);
  });

  it.each([undefined, ''])(
    'says so when the service said nothing but the message of the code %j',
    (errorCode) => {
      const { failure } = classifyEntry({ errorCode, errorMessage: QUOTING });

      expect(failure.message).toBe('no event id and no error code');
    },
  );
});

describe('classifyRequest', () => {
  it.each([
    // For its size.
    { name: 'RequestEntityTooLargeException', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    { name: 'SyntaxError', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    { name: 'RequestEntityTooLargeException', status: undefined, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    { name: 'SomethingNew', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    // For its contents.
    { name: 'ValidationException', status: 400, reaction: 'split', code: 'EVENT_REFUSED' },
    { name: 'SerializationException', status: 400, reaction: 'split', code: 'EVENT_REFUSED' },
    // Throttled. A name that is known says more than the status.
    { name: 'ThrottlingException', status: 413, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'ThrottlingException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'Throttling', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'ThrottledException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'RequestThrottled', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'RequestThrottledException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'TooManyRequestsException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'RequestLimitExceeded', status: 503, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'SlowDown', status: 503, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { name: 'SyntaxError', status: 429, reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    // Denied.
    { name: 'AccessDeniedException', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'AccessDenied', status: undefined, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'UnauthorizedOperation', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'SomethingNew', status: 403, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    // Denied for the credentials.
    { name: 'ExpiredTokenException', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'IncompleteSignature', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'InvalidSignatureException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_DENIED' },
    { name: 'MissingAuthenticationTokenException', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'NotAuthorized', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'OptInRequired', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { name: 'RequestExpired', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_DENIED' },
    { name: 'UnrecognizedClientException', status: 400, reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    // No bus of that name.
    { name: 'ResourceNotFoundException', status: 400, reaction: 'stop', code: 'EVENT_BUS_MISSING' },
    // Everything else may pass later.
    { name: 'InternalException', status: 500, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'InternalFailure', status: 500, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'ServiceUnavailable', status: 503, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'SyntaxError', status: 502, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'TimeoutError', status: undefined, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'AbortError', status: undefined, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
  ])('answers $name with HTTP status $status by $reaction as $code', ({ name, status, reaction, code }) => {
    expect(classifyRequest(serviceError(name, status))).toMatchObject({ reaction, failure: { code } });
  });

  it('repeats a request whose answer had another form', () => {
    expect(classifyRequest(new UnexpectedAnswerError('2 of 3'))).toMatchObject({
      reaction: 'repeat',
      failure: { code: 'PUT_EVENTS_UNAVAILABLE', message: 'UnexpectedAnswerError (no answer): 2 of 3' },
    });
  });

  it.each([
    'text',
    null,
    undefined,
    { $metadata: null },
    { $metadata: 'text' },
    { $metadata: {} },
    { $metadata: { httpStatusCode: '503' } },
  ])('repeats a request that failed with the odd value %j', (error) => {
    expect(classifyRequest(error)).toEqual({
      reaction: 'repeat',
      failure: { code: 'PUT_EVENTS_UNAVAILABLE', message: 'Error (no answer)' },
    });
  });

  it.each([
    { what: 'says that it is', name: 'ValidationException', message: OVER_LIMIT, code: 'ENTRY_TOO_LARGE' },
    {
      what: 'quotes an event that says so',
      name: 'ValidationException',
      message: `Value '${OVER_LIMIT}' at 'entries' failed`,
      code: 'EVENT_REFUSED',
    },
    {
      what: 'says so of something else',
      name: 'InternalException',
      message: OVER_LIMIT,
      code: 'PUT_EVENTS_UNAVAILABLE',
    },
  ])('takes a request for too large, or not, when $name $what', ({ name, message, code }) => {
    expect(classifyRequest(serviceError(name, 400, message)).failure.code).toBe(code);
  });

  it.each([
    { name: 'ThrottlingException', status: 400, told: 'ThrottlingException (HTTP 400)' },
    { name: 'SomethingNew', status: 429, told: 'SomethingNew (HTTP 429)' },
    { name: 'AccessDeniedException', status: 400, told: 'AccessDeniedException (HTTP 400)' },
    { name: 'UnrecognizedClientException', status: 403, told: 'UnrecognizedClientException (HTTP 403)' },
    { name: 'TimeoutError', status: undefined, told: 'TimeoutError (no answer)' },
  ])('tells the message of throttling, access and network errors: $told', ({ name, status, told }) => {
    const { failure } = classifyRequest(serviceError(name, status, 'what is wrong'));

    expect(failure.message).toBe(`${told}: what is wrong`);
  });

  it.each([
    { name: 'ValidationException', status: 400 },
    { name: 'ValidationException', status: undefined },
    { name: 'SerializationException', status: 400 },
    { name: 'RequestEntityTooLargeException', status: 413 },
    { name: 'InvalidArgument', status: 400 },
    { name: 'SomethingNew', status: 400 },
    { name: 'SomethingNew', status: 413 },
    { name: 'InternalException', status: 500 },
    { name: 'SyntaxError', status: 200 },
    { name: 'SyntaxError', status: 403 },
    { name: 'SyntaxError', status: 413 },
    { name: 'SyntaxError', status: 429 },
    { name: 'SyntaxError', status: 502 },
    { name: 'SyntaxError', status: undefined },
  ])(
    'never tells the message of $name with HTTP status $status, which may quote the entries',
    ({ name, status }) => {
      const { failure } = classifyRequest(serviceError(name, status, QUOTING));

      expect(failure.message).toBe(`${name} (${status === undefined ? 'no answer' : `HTTP ${status}`})`);
      expect(failure.message).not.toContain(MARKER);
    },
  );

  it('dead-letters only what is split down to one entry; whatever is repeated or given up stays transient', () => {
    const kindOf = (error: Error) => RECORD_FAILURES[classifyRequest(error).failure.code].kind;

    expect(kindOf(serviceError('ValidationException', 400))).toBe('permanent');
    expect(kindOf(serviceError('X', 413))).toBe('permanent');
    expect(kindOf(serviceError('X', 429))).toBe('transient');
    expect(kindOf(serviceError('X', 403))).toBe('transient');
    expect(kindOf(serviceError('X', 500))).toBe('transient');
  });
});

describe('a role that cannot be assumed', () => {
  it.each([
    { cause: serviceError('AccessDenied', 403), reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    // Of STS, where these names say nothing of the events.
    { cause: serviceError('ValidationException', 400), reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { cause: serviceError('RequestEntityTooLarge', 413), reaction: 'stop', code: 'PUT_EVENTS_DENIED' },
    { cause: serviceError('Throttling', 400), reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { cause: serviceError('ECONNRESET'), reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
  ])('is never the fault of an event: $cause.name', ({ cause, reaction, code }) => {
    const error = new RoleError('arn:aws:iam::123456789012:role/bus', cause);

    const classified = classifyRequest(error);

    expect(classified).toMatchObject({ reaction, failure: { code } });
    expect(classified.failure.message).toContain('arn:aws:iam::123456789012:role/bus');
  });
});

describe('PUT_EVENTS_CAUSES', () => {
  it.each([
    { of: 'an entry', cause: 'MalformedDetail', code: 'EVENT_REFUSED' },
    { of: 'a request', cause: 'ResourceNotFoundException', code: 'EVENT_BUS_MISSING' },
    { of: 'both', cause: 'ThrottlingException', code: 'PUT_EVENTS_THROTTLED' },
    { of: 'an answer without a known name', cause: 'HTTP 413', code: 'ENTRY_TOO_LARGE' },
  ])('has the codes of $of', ({ cause, code }) => {
    expect(PUT_EVENTS_CAUSES).toContainEqual({ cause, code });
  });

  it.each(PUT_EVENTS_CAUSES)('tells what a record gets: $code for $cause', ({ cause, code }) => {
    const status = /^HTTP (\d+)$/.exec(cause)?.[1];
    const asRequest = classifyRequest(serviceError(cause, status === undefined ? 400 : Number(status)));
    const asEntry = classifyEntry({ errorCode: cause });

    expect([asRequest.failure.code, asEntry.failure.code]).toContain(code);
  });
});
