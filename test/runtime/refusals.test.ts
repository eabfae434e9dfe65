import { describe, expect, it } from 'vitest';
import { startedRuntime } from './started-runtime.ts';
import { taskRoot } from './task-root.ts';

/** Functions that Lambda does not take, and its words for them: those of AWS's own client, never of this project. */

const HANDLER = 'export const handler = async () => 1;';

interface Refusal {
  readonly what: string;
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly errorType: string;
  readonly errorMessage: string;
}

const REFUSALS: readonly Refusal[] = [
  {
    what: 'a handler with a callback',
    files: { 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1);' },
    errorType: 'Runtime.CallbackHandlerDeprecated',
    errorMessage:
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  },
  {
    what: 'a module without the handler',
    files: { 'index.mjs': 'export const other = async () => 1;' },
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is undefined or not exported',
  },
  {
    what: 'a handler that is no function',
    files: { 'index.mjs': 'export const handler = { answer: 1 };' },
    errorType: 'Runtime.HandlerNotFound',
    errorMessage: 'index.handler is not a function',
  },
  {
    what: 'a handler that names no export',
    files: { 'index.mjs': HANDLER },
    handler: 'handler',
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: 'Bad handler',
  },
  {
    what: 'a handler outside of the folder',
    files: { 'index.mjs': HANDLER },
    handler: '../task/index.handler',
    errorType: 'Runtime.MalformedHandlerName',
    errorMessage: "'../task/index.handler' is not a valid handler name.",
  },
  {
    what: 'a folder without the module',
    files: { 'main.mjs': HANDLER },
    errorType: 'Runtime.ImportModuleError',
    errorMessage: "Error: Cannot find module 'index'",
  },
  {
    what: 'TypeScript',
    files: { 'index.ts': HANDLER },
    errorType: 'Runtime.ImportModuleError',
    errorMessage: "Error: Cannot find module 'index'",
  },
  {
    what: 'a module that cannot be parsed',
    files: { 'index.mjs': 'export const handler = async () => {' },
    errorType: 'Runtime.UserCodeSyntaxError',
    errorMessage: 'SyntaxError: Unexpected end of input',
  },
  {
    what: 'CommonJS in an ES module',
    files: { 'index.mjs': 'exports.handler = async () => 1;' },
    errorType: 'ReferenceError',
    errorMessage: 'exports is not defined in ES module scope',
  },
  {
    what: 'an ES module that requires',
    files: { 'index.mjs': `const fs = require('node:fs'); ${HANDLER}` },
    errorType: 'ReferenceError',
    errorMessage: 'require is not defined in ES module scope',
  },
  {
    what: 'an ES module by the name of CommonJS',
    files: { 'index.cjs': HANDLER },
    errorType: 'Runtime.UserCodeSyntaxError',
    errorMessage: "SyntaxError: Unexpected token 'export'",
  },
  {
    what: 'a package that is not in the artefact',
    files: { 'index.mjs': `import middy from '@middy/core'; export const handler = middy();` },
    errorType: 'Error',
    errorMessage: "Cannot find package '@middy/core' imported from",
  },
  {
    what: 'an error while the module is loaded',
    files: { 'index.mjs': `throw new TypeError('no configuration');` },
    errorType: 'TypeError',
    errorMessage: 'no configuration',
  },
];

describe("Lambda's runtime refuses", () => {
  it.each(REFUSALS)('$what', async ({ files, handler, errorType, errorMessage }) => {
    const runtime = await startedRuntime({
      taskRoot: taskRoot(files),
      ...(handler === undefined ? {} : { handler }),
    });

    const outcome = await runtime.invoke({});

    expect(outcome).toMatchObject({
      kind: 'init-error',
      errorType,
      errorMessage: expect.stringContaining(errorMessage),
    });
    // The one who reads the log finds it there, too.
    await expect.poll(() => runtime.logs.join('\n')).toContain(errorMessage);
    expect(runtime.refused).toEqual([]);
  });
});

describe("Lambda's runtime takes", () => {
  it.each([
    ['an ES module', { 'index.mjs': HANDLER }],
    ['CommonJS', { 'index.js': 'exports.handler = async () => 1;' }],
    ['an ES module that only its syntax tells, as Node.js 24 does', { 'index.js': HANDLER }],
    [
      'CommonJS that requires an ES module',
      { 'index.js': `module.exports = require('./it.mjs');`, 'it.mjs': HANDLER },
    ],
    ['a handler that is no asynchronous function', { 'index.mjs': 'export const handler = () => 1;' }],
    ['a handler of the default export', { 'index.mjs': 'export default { handler: async () => 1 };' }],
  ])('%s', async (_, files) => {
    const runtime = await startedRuntime({ taskRoot: taskRoot(files) });
    expect(await runtime.invoke({})).toEqual({ kind: 'response', text: '1' });
  });
});
