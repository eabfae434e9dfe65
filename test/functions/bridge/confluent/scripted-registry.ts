import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, beforeEach } from 'vitest';
import { confluentSchemaKey } from '../../../../functions/bridge/confluent/frame.ts';
import { confluentSchemaRegistry } from '../../../../functions/bridge/confluent/schema-registry.ts';
import type {
  RegisteredSchema,
  SchemaRegistry,
} from '../../../../functions/bridge/schemas/registered-schema.ts';
import type { TlsIdentity } from '../../../../infra/local/listener.ts';
import type { ConfluentRegistrySettings } from '../../../../shared/configuration/format.ts';

export const SIGNAL = new AbortController().signal;
export const GUID = '0b7a3c5e-91d4-4f26-8e0a-6c1d2f3a4b5c';

/** A schema as a registry answers it. */
export const AVRO_STRING = { schema: '"string"' };

/** Answers one request. */
export type Script = (request: IncomingMessage, response: ServerResponse) => void;

/** Registries of one test, each doing what its script says. */
export interface ScriptedRegistry {
  /** Host and port. */
  readonly host: string;
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly IncomingMessage[];
  script: Script;
}

/** Makes registries that end with the test. */
export function scriptedRegistries(): (script: Script, tls?: TlsIdentity) => Promise<ScriptedRegistry> {
  let servers: Server[] = [];
  beforeEach(() => {
    servers = [];
  });
  afterEach(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });
  return async (script, tls) => {
    const requests: IncomingMessage[] = [];
    const onRequest: Script = (request, response) => {
      requests.push(request);
      registry.script(request, response);
    };
    const server =
      tls === undefined
        ? createServer(onRequest)
        : createTlsServer({ key: tls.key, cert: tls.certificate }, onRequest);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
    const host = `127.0.0.1:${address.port}`;
    const registry: ScriptedRegistry = {
      host,
      url: `${tls === undefined ? 'http' : 'https'}://${host}`,
      requests,
      script,
    };
    return registry;
  };
}

/** Answers every request alike. */
export function answers(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Script {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** A registry without credentials, unless the settings or the secrets say otherwise. */
export function registryOf(
  settings: Partial<ConfluentRegistrySettings>,
  secrets: Readonly<Record<string, string>> = {},
): Pick<SchemaRegistry, 'fetch'> {
  return confluentSchemaRegistry(
    {
      urls: [],
      secretArn: undefined,
      caSecretArn: undefined,
      logicalCluster: undefined,
      identityPoolId: undefined,
      ...settings,
    },
    {
      readSecret: async (arn) => secrets[arn] ?? '',
      now: Date.now,
    },
  );
}

/** Reads a schema by the key of a frame with this id or GUID. */
export async function fetchSchema(
  { fetch }: Pick<SchemaRegistry, 'fetch'>,
  name: number | string,
  signal: AbortSignal = SIGNAL,
): Promise<RegisteredSchema> {
  return await fetch(schemaKey(name), signal);
}

export function schemaKey(name: number | string): string {
  if (typeof name === 'string')
    return confluentSchemaKey(Buffer.from(`01${name.replaceAll('-', '')}`, 'hex'));
  const frame = Buffer.alloc(5);
  frame.writeInt32BE(name, 1);
  return confluentSchemaKey(frame);
}
