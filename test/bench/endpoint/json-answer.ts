const REQUEST_ID = 'aa0c5a3e-1f1d-4f0b-9c3e-2a3d1f5b7c9e';

/** A whole HTTP answer, head and body, as the JSON protocols of AWS have it. The content is ASCII. */
export function jsonAnswer(content: object): Buffer {
  const body = JSON.stringify(content);
  const head = [
    'HTTP/1.1 200 OK',
    `x-amzn-RequestId: ${REQUEST_ID}`,
    'Content-Type: application/x-amz-json-1.1',
    `Content-Length: ${body.length}`,
    `Date: ${new Date().toUTCString()}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
