import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ReceivedRequest, RequestReader } from './request-reader.ts';

function requestBytes(target: string, body: string): Buffer {
  const content = Buffer.from(body);
  const head = `POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: ${target}\r\nContent-Length: ${content.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content]);
}

function textOf({ target, body }: ReceivedRequest) {
  return { target, body: body.toString() };
}

test('requests are the same, wherever their bytes are cut', () => {
  const request = fc.record({ target: fc.constantFrom('AWSEvents.PutEvents', 'X.Y'), body: fc.string() });
  const requests = fc.array(request, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(requests, fc.array(fc.nat({ max: 600 })), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map(({ target, body }) => requestBytes(target, body)));
      const reader = new RequestReader();
      const received: ReceivedRequest[] = [];
      const ends = [...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      let from = 0;
      for (const end of ends) {
        received.push(...reader.read(bytes.subarray(from, end)));
        from = end;
      }
      expect(received.map(textOf)).toEqual(
        sent.map(({ target, body }) => ({ target, body: Buffer.from(body).toString() })),
      );
    }),
  );
});

test('a request without content length has no body', () => {
  const [request] = new RequestReader().read(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));

  expect(request && textOf(request)).toEqual({ target: '', body: '' });
});
