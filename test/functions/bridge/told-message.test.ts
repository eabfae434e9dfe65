import { describe, expect, it } from 'vitest';
import { notWritten } from '../../../functions/bridge/aws/dead-letter-client.ts';
import { readAwsAnswer } from '../../../functions/bridge/aws/wire/aws-answer.ts';
import { classifyRequest } from '../../../functions/bridge/classify.ts';
import { classifyUpload } from '../../../functions/bridge/offload/classify-upload.ts';
import { RoleError } from '../../../functions/bridge/role-error.ts';
import { toldMessage } from '../../../functions/bridge/told-message.ts';
import { serviceError } from '../../fixtures/event-bus.ts';

const FIRST_LINE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const SESSION_TOKEN = 'SESSION-TOKEN-OF-THE-ROLE';
/** What AWS answers to a signature by a wrong key. */
const MESSAGE = `${FIRST_LINE}\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:events.eu-west-1.amazonaws.com\nx-amz-date:20261121T172135Z\nx-amz-security-token:${SESSION_TOKEN}\n\nhost;x-amz-date;x-amz-security-token\ne3b0c442'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261121T172135Z'\n`;

function answered(): unknown {
  const body = Buffer.from(JSON.stringify({ __type: 'InvalidSignatureException', message: MESSAGE }));
  try {
    return readAwsAnswer({ status: 400, headers: {}, body });
  } catch (error) {
    return error;
  }
}

describe('what is told of an error', () => {
  it.each([
    { message: 'Access denied.', told: 'Access denied.' },
    { message: 'one\r\ntwo', told: 'one' },
    { message: '', told: '' },
  ])('is the first line of $message', ({ message, told }) => {
    expect(toldMessage(message)).toBe(told);
  });

  const refused = serviceError('InvalidSignatureException', 403, MESSAGE);
  it.each([
    { of: 'PutEvents', told: classifyRequest(refused).failure.message },
    { of: 'PutEvents by the wire', told: classifyRequest(answered()).failure.message },
    { of: 'AssumeRole', told: new RoleError('arn:aws:iam::210987654321:role/publish', refused).message },
    { of: 'an upload', told: classifyUpload(refused, false).failure.message },
    { of: 'a dead letter', told: notWritten('The queue did not take it', refused).problem },
    { of: 'any answer by the wire', told: String(answered()) },
  ])('has no session token in it when the signature of $of is wrong', ({ told }) => {
    expect(told).toContain(FIRST_LINE);
    expect(told).not.toContain(SESSION_TOKEN);
  });
});
