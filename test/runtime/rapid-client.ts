import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * In place of the addon of the runtime interface client, which is C++ around libcurl: the same functions with the same
 * arguments. Like the addon's they return when the runtime API has answered, so that nothing runs in between.
 *
 * The addon's `next` is not needed: the client has one of its own, in JavaScript.
 *
 * @see https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/native/rapid-client.cc
 */

/**
 * @param requestId percent-encoded
 * @throws TypeError if the response is no text, as the addon does.
 */
export function done(requestId: string, response: unknown): void {
  // The client hands over whatever JSON.stringify made, which is nothing for a function.
  if (typeof response !== 'string') throw new TypeError('Wrong arguments');
  post(`invocation/${requestId}/response`, response);
}

/**
 * @param requestId percent-encoded
 * @param xrayCause the error for X-Ray, as JSON
 */
export function error(requestId: string, response: string, xrayCause: string): void {
  // Bytes of UTF-8, as libcurl sends them; as text, a header has no more than Latin-1.
  const cause = Buffer.from(xrayCause).toString('latin1');
  post(`invocation/${requestId}/error`, response, { 'lambda-runtime-function-xray-error-cause': cause });
}

function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
  const url = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/${path}`;
  execFileSync(process.execPath, [fileURLToPath(new URL('post.ts', import.meta.url))], {
    input: JSON.stringify({ url, headers: { 'content-type': 'application/json', ...headers }, body }),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
}
