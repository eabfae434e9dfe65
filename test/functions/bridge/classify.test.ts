import { describe, expect, it } from 'vitest';
import { classifyEntry, classifyRequest, UnexpectedAnswerError } from '../../../functions/bridge/classify.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { serviceError } from '../../fixtures/event-bus.ts';

describe('classifyEntry', () => {
  it.each([
    { errorCode: 'InternalFailure', reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { errorCode: 'ThrottlingException', reaction: 'repeat', code: 'PUT_EVENTS_THROTTLED' },
    { errorCode: 'AccessDeniedException', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'InvalidAccountIdException', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'InvalidArgument', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'MalformedDetail', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'RedactionFailure', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'NotAuthorizedForSourceException', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'NotAuthorizedForDetailTypeException', reaction: 'refuse', code: 'EVENT_REFUSED' },
    { errorCode: 'SomethingNew', reaction: 'repeat-then-refuse', code: 'EVENT_REFUSED' },
    { errorCode: undefined, reaction: 'repeat-then-refuse', code: 'EVENT_REFUSED' },
  ])('answers the entry code $errorCode with $reaction', ({ errorCode, reaction, code }) => {
    expect(classifyEntry({ errorCode })).toMatchObject({ reaction, failure: { code } });
  });

  it('tells the code and the message of the service', () => {
    const { failure } = classifyEntry({ errorCode: 'MalformedDetail', errorMessage: 'Detail is malformed.' });

    expect(failure.message).toBe('MalformedDetail: Detail is malformed.');
  });

  it('says so when the service said nothing', () => {
    expect(classifyEntry({}).failure.message).toBe('no event id and no error code');
  });
});

describe('classifyRequest', () => {
  it.each([
    // For its size.
    { name: 'RequestEntityTooLargeException', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    { name: 'SyntaxError', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    { name: 'ThrottlingException', status: 413, reaction: 'split', code: 'ENTRY_TOO_LARGE' },
    // For its contents.
    { name: 'ValidationException', status: 400, reaction: 'split', code: 'EVENT_REFUSED' },
    { name: 'SerializationException', status: 400, reaction: 'split', code: 'EVENT_REFUSED' },
    { name: 'RequestEntityTooLargeException', status: undefined, reaction: 'split', code: 'EVENT_REFUSED' },
    // Throttled.
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
    { name: 'AccessDeniedException', status: 400, reaction: 'give-up', code: 'PUT_EVENTS_DENIED' },
    { name: 'AccessDenied', status: undefined, reaction: 'give-up', code: 'PUT_EVENTS_DENIED' },
    { name: 'UnauthorizedOperation', status: 400, reaction: 'give-up', code: 'PUT_EVENTS_DENIED' },
    { name: 'UnrecognizedClientException', status: 403, reaction: 'give-up', code: 'PUT_EVENTS_DENIED' },
    // Everything else may pass later.
    { name: 'InternalException', status: 500, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'ServiceUnavailable', status: 503, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'SyntaxError', status: 502, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
    { name: 'ExpiredTokenException', status: 400, reaction: 'repeat', code: 'PUT_EVENTS_UNAVAILABLE' },
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

  it.each(['text', null, undefined, { $metadata: null }, { $metadata: { httpStatusCode: '503' } }])(
    'repeats a request that failed with the odd value %j',
    (error) => {
      expect(classifyRequest(error)).toEqual({
        reaction: 'repeat',
        failure: { code: 'PUT_EVENTS_UNAVAILABLE', message: 'Error (no answer)' },
      });
    },
  );

  it('tells the status and the message of the service', () => {
    const { failure } = classifyRequest(serviceError('InternalException', 500, 'Please try again.'));

    expect(failure.message).toBe('InternalException (HTTP 500): Please try again.');
  });

  it.each(['ValidationException', 'SerializationException', 'SyntaxError'])(
    'leaves out the message of a %s, which may quote the entries',
    (name) => {
      const { failure } = classifyRequest(serviceError(name, 400, "Value '[detail=SECRET]' at 'entries' …"));

      expect(failure.message).toBe(`${name} (HTTP 400)`);
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
