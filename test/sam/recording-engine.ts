import { once } from 'node:events';
import { createServer } from 'node:http';

/** What SAM asks a container engine for. @see https://docs.docker.com/reference/api/engine/ */
export interface ContainerRequest {
  readonly Image: string;
  /** `name=value` */
  readonly Env: readonly string[];
  readonly HostConfig: { readonly Binds: readonly string[]; readonly ExtraHosts?: readonly string[] };
}

export interface RecordingEngine {
  /** For `DOCKER_HOST`. */
  readonly address: string;
  readonly requests: readonly ContainerRequest[];
  readonly close: () => void;
}

/** A container engine that has every image, makes no container and keeps what it was asked for. */
export async function startRecordingEngine(): Promise<RecordingEngine> {
  const requests: ContainerRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join('');
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '');
    if (path.startsWith('/containers/create')) requests.push(JSON.parse(body));
    const [status, answer] = answerTo(path);
    response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The engine has no TCP address.');
  return { address: `tcp://127.0.0.1:${address.port}`, requests, close: () => server.close() };
}

const IMAGE = { Id: `sha256:${'0'.repeat(64)}`, RepoTags: [], Config: {} };

function answerTo(path: string): [number, string] {
  if (path === '/_ping') return [200, 'OK'];
  if (path.startsWith('/images/json')) return [200, '[]'];
  if (path.startsWith('/images/')) return [200, JSON.stringify(IMAGE)];
  if (path.startsWith('/build')) return [200, '{"stream":"Successfully built 000000000000"}\n'];
  return [path.startsWith('/containers/create') ? 500 : 404, '{"message":"This engine only records."}'];
}
