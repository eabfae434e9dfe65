import { describe, expect, it } from 'vitest';
import { classifyRequest } from '../../../functions/bridge/classify.ts';
import { RECORD_FAILURES } from '../../../functions/bridge/errors.ts';
import { classifyUpload } from '../../../functions/bridge/offload/classify-upload.ts';
import { RoleError } from '../../../functions/bridge/role-error.ts';
import { serviceError } from '../../fixtures/event-bus.ts';

const ROLE = 'arn:aws:iam::210987654321:role/publish';

describe('a role that could not be assumed', () => {
  it.each([
    { name: 'AccessDenied', status: 403, ends: 'DENIED' },
    { name: 'ExpiredToken', status: 400, ends: 'DENIED' },
    { name: 'InvalidClientTokenId', status: 403, ends: 'DENIED' },
    { name: 'RegionDisabledException', status: 403, ends: 'DENIED' },
    { name: 'SignatureDoesNotMatch', status: 403, ends: 'DENIED' },
    // Names by which an event would be to blame, if EventBridge or S3 gave them.
    { name: 'ValidationException', status: 400, ends: 'DENIED' },
    { name: 'ValidationError', status: 400, ends: 'DENIED' },
    { name: 'SerializationException', status: 400, ends: 'DENIED' },
    { name: 'RequestEntityTooLargeException', status: 413, ends: 'DENIED' },
    { name: 'EntityTooLarge', status: 400, ends: 'DENIED' },
    { name: 'Throttling', status: 400, ends: 'UNAVAILABLE' },
    { name: 'Error', status: 429, ends: 'UNAVAILABLE' },
    { name: 'InternalFailure', status: 500, ends: 'UNAVAILABLE' },
    { name: 'Error', status: 200, ends: 'UNAVAILABLE' },
    { name: 'TimeoutError', status: undefined, ends: 'UNAVAILABLE' },
    { name: 'CredentialsProviderError', status: undefined, ends: 'UNAVAILABLE' },
  ])('by $name ($status) makes events and uploads wait: $ends', ({ name, status, ends }) => {
    const error = new RoleError(ROLE, serviceError(name, status));
    const reaction = ends === 'DENIED' ? 'stop' : 'repeat';

    const request = classifyRequest(error);
    const upload = classifyUpload(error, true);

    expect(request).toMatchObject({ reaction, failure: { code: `PUT_EVENTS_${ends}` } });
    expect(upload).toMatchObject({ reaction, failure: { code: `OFFLOAD_${ends}` } });
    for (const { failure } of [request, upload]) expect(RECORD_FAILURES[failure.code].kind).toBe('transient');
  });

  it('is named in the message, with what STS says and what to do', () => {
    const error = new RoleError(ROLE, serviceError('AccessDenied', 403, 'Not you.'));
    const message = `The role ${ROLE} could not be assumed. AccessDenied (HTTP 403): Not you. Allow sts:AssumeRole on it to the execution role, and let its trust policy name the execution role and the external id of the configuration.`;

    expect(classifyRequest(error).failure.message).toBe(message);
    expect(classifyUpload(error, false).failure.message).toBe(message);
  });

  it('is told without a remedy when STS did not answer', () => {
    const error = new RoleError(ROLE, serviceError('ECONNREFUSED', undefined, 'connect'));

    expect(error.message).toBe(`The role ${ROLE} could not be assumed. ECONNREFUSED (no answer): connect.`);
  });

  it.each([
    { name: 'SyntaxError', status: undefined },
    { name: 'SyntaxError', status: 403 },
    { name: 'Error', status: 200 },
  ])('is told without what may quote an answer with credentials: $name ($status)', ({ name, status }) => {
    const { message } = new RoleError(ROLE, serviceError(name, status, 'SECRET'));

    expect(message).toContain(`${name} (`);
    expect(message).not.toContain('SECRET');
  });

  it('keeps the name by which AWS calls it, and its cause', () => {
    const cause = serviceError('AccessDenied', 403);

    expect(new RoleError(ROLE, cause)).toMatchObject({ name: 'AccessDenied', cause });
  });
});
