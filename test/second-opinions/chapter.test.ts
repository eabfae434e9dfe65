import { expect, it } from 'vitest';
import { answerText } from './chapter.ts';

function thrown(name: string, status?: number): () => Promise<never> {
  const error = Object.assign(name === 'SyntaxError' ? new SyntaxError('<') : new Error('why'), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
  });
  return () => Promise.reject(error);
}

it.each([
  ['an answer is its JSON text', async () => ({ Name: 'a', Missing: undefined }), '{"Name":"a"}'],
  ['an answer without members that matter is done', async () => undefined, 'done'],
  ['an error is its status and name', thrown('NoSuchKey', 404), '404 NoSuchKey'],
  ['an error page is its status', thrown('SyntaxError', 500), '500 without a code'],
  ['an error of the client is what it says', thrown('TypeError'), 'no answer, TypeError: why'],
])('%s', async (_, ask, text) => {
  expect(await answerText(ask)).toBe(text);
});
