import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** AWS's runtime interface client, ready to be started. */
export interface InterfaceClient {
  /** Arguments for Node.js: the entry, and what has to be loaded before. */
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Names the entry of a client whose addon is compiled; without it the JavaScript of the client runs without its addon. */
export const COMPILED_CLIENT = 'COMPILED_RUNTIME_INTERFACE_CLIENT';

const ENTRY = fileURLToPath(
  new URL('interface-client/node_modules/aws-lambda-ric/index.mjs', import.meta.url),
);
const HOOK = new URL('rapid-client-hook.ts', import.meta.url).href;

/** @throws Error if it is not installed. */
export function interfaceClient(): InterfaceClient {
  const compiled = process.env[COMPILED_CLIENT];
  if (compiled !== undefined) return { nodeArguments: [compiled], environment: {} };
  if (!existsSync(ENTRY)) {
    throw new Error(
      "AWS's runtime interface client is missing. Run `npm ci` in the folder of this project, which also installs test/runtime/interface-client.",
    );
  }
  return {
    nodeArguments: ['--import', HOOK, ENTRY],
    // The client's own way to ask for events in JavaScript.
    environment: { AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true' },
  };
}
