import { describe, expect, it } from 'vitest';
import { RECORD_FAILURES } from '../../../../functions/bridge/errors.ts';
import { classifyUpload, UPLOAD_CAUSES } from '../../../../functions/bridge/offload/classify-upload.ts';
import { RoleError } from '../../../../functions/bridge/role-error.ts';
import { serviceError } from '../../../fixtures/event-bus.ts';

describe('classifyUpload', () => {
  it.each([
    // Denied, to all objects alike.
    { name: 'AccessDenied', status: 403, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'InvalidAccessKeyId', status: 403, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'NoSuchBucket', status: 404, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'KMS.DisabledException', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'KMS.NotFoundException', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'ExpiredToken', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'AuthorizationHeaderMalformed', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'PermanentRedirect', status: 301, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'MethodNotAllowed', status: 405, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'Redirect', status: 399, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'IllegalLocationConstraintException', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'InvalidBucketName', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'InvalidToken', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'TokenRefreshRequired', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { name: 'InvalidRequest', status: 400, reaction: 'stop', code: 'OFFLOAD_DENIED' },
    // Not available.
    { name: 'InternalError', status: 500, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'SlowDown', status: 503, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'SyntaxError', status: 502, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'TooManyRequests', status: 429, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'RequestTimeout', status: 400, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'BadDigest', status: 400, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'RequestTimeTooSkewed', status: 403, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'OperationAborted', status: 409, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'ConditionalRequestConflict', status: 409, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'IncompleteBody', status: 400, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'XAmzContentSHA256Mismatch', status: 400, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'SyntaxError', status: 299, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'KMS.ThrottlingException', status: 400, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'TimeoutError', status: undefined, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    { name: 'ECONNRESET', status: undefined, reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    // Refused for good.
    { name: 'EntityTooLarge', status: 400, reaction: 'stop', code: 'OFFLOAD_REFUSED' },
    { name: 'KeyTooLongError', status: 400, reaction: 'stop', code: 'OFFLOAD_REFUSED' },
    { name: 'SyntaxError', status: 413, reaction: 'stop', code: 'OFFLOAD_REFUSED' },
  ])(
    'answers $name with status $status by $reaction as $code, whatever was taken',
    ({ name, status, reaction, code }) => {
      for (const hasTaken of [false, true]) {
        expect(classifyUpload(serviceError(name, status), hasTaken)).toMatchObject({
          reaction,
          failure: { code },
        });
      }
    },
  );

  it.each([
    { hasTaken: true, code: 'OFFLOAD_REFUSED', kind: 'permanent' },
    { hasTaken: false, code: 'OFFLOAD_DENIED', kind: 'transient' },
  ])(
    'blames the object for a refusal that says nothing of it only when others were taken: $hasTaken',
    ({ hasTaken, code, kind }) => {
      const { reaction, failure } = classifyUpload(serviceError('InvalidArgument', 400), hasTaken);

      expect([reaction, failure.code, RECORD_FAILURES[failure.code].kind]).toEqual(['stop', code, kind]);
    },
  );

  it.each([
    { name: 'AccessDenied', status: 403, message: 'AccessDenied (HTTP 403): what the service says' },
    { name: 'ENOTFOUND', status: undefined, message: 'ENOTFOUND (no answer): what the service says' },
    { name: 'InternalError', status: 500, message: 'InternalError (HTTP 500)' },
    { name: 'EntityTooLarge', status: 400, message: 'EntityTooLarge (HTTP 400)' },
    { name: 'EntityTooLarge', status: undefined, message: 'EntityTooLarge (no answer)' },
    { name: 'SyntaxError', status: 403, message: 'SyntaxError (HTTP 403)' },
  ])('tells of $name what is about the caller or the network: $message', ({ name, status, message }) => {
    expect(classifyUpload(serviceError(name, status), true).failure.message).toBe(message);
  });

  it.each([
    { cause: serviceError('AccessDenied', 403), reaction: 'stop', code: 'OFFLOAD_DENIED' },
    { cause: serviceError('ECONNRESET'), reaction: 'repeat', code: 'OFFLOAD_UNAVAILABLE' },
    // Of STS: nothing that it says concerns the object.
    { cause: serviceError('EntityTooLarge', 413), reaction: 'stop', code: 'OFFLOAD_DENIED' },
  ])(
    'never blames the object for a role that cannot be assumed: $cause.name',
    ({ cause, reaction, code }) => {
      const error = new RoleError('arn:aws:iam::123456789012:role/bus', cause);

      expect(classifyUpload(error, true)).toEqual({ reaction, failure: { code, message: error.message } });
    },
  );

  it('takes whatever is thrown for an upload without an answer', () => {
    expect(classifyUpload('gone', false)).toEqual({
      reaction: 'repeat',
      failure: { code: 'OFFLOAD_UNAVAILABLE', message: 'Error (no answer)' },
    });
  });
});

describe('UPLOAD_CAUSES', () => {
  it.each(UPLOAD_CAUSES)('tells what a record gets: $code for $cause', ({ cause, code }) => {
    const status = /^HTTP (\d+)$/.exec(cause)?.[1];

    expect(
      classifyUpload(serviceError(cause, status === undefined ? 400 : Number(status)), true).failure.code,
    ).toBe(code);
  });
});
