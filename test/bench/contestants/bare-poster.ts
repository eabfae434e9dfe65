import { createHash, createHmac } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const SIGNING_KEY = createHash('sha256').update('a key').digest();

/**
 * The least that a signed request can cost with `node:http`: a POST of ready bytes with their SHA-256 and one HMAC of it,
 * over connections that stay open, and the answer read as text. It is no valid signature.
 */
export class BarePoster {
  readonly #url: URL;
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #request: typeof httpRequest;

  constructor(url: string, maxSockets: number) {
    this.#url = new URL(url);
    const isTls = this.#url.protocol === 'https:';
    const options = { keepAlive: true, maxSockets };
    this.#agent = isTls ? new HttpsAgent(options) : new HttpAgent(options);
    this.#request = isTls ? httpsRequest : httpRequest;
  }

  async post(body: Buffer): Promise<string> {
    const hash = createHash('sha256').update(body).digest('hex');
    const signature = createHmac('sha256', SIGNING_KEY).update(hash).digest('hex');
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const request = this.#request(
      {
        host: this.#url.hostname,
        port: this.#url.port,
        path: '/',
        method: 'POST',
        agent: this.#agent,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'content-length': body.length,
          'x-amz-target': 'AWSEvents.PutEvents',
          authorization: `AWS4-HMAC-SHA256 Signature=${signature}`,
        },
      },
      (answer) => readText(answer).then(resolve, reject),
    );
    request.on('error', reject);
    request.end(body);
    return await promise;
  }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    text += chunk;
  });
  answer.on('end', () => resolve(text));
  answer.on('error', reject);
  return await promise;
}
