import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultAnswer, htmlAnswer } from './fault-answers.ts';
import type { Faults, Injection } from './faults.ts';
import { startListener, type TlsIdentity } from './listener.ts';
import type { RequestLog } from './request-log.ts';
import { resetConnection } from './reset-connection.ts';
import { type Route, routeRequest } from './routes.ts';
import {
  type Service,
  type ServiceAnswer,
  ServiceError,
  type ServiceName,
  type ServiceRequest,
  type Signer,
} from './service.ts';

export interface HttpServerOptions {
  readonly services: Readonly<Record<ServiceName, Service>>;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** A larger request body is answered with 413. */
  readonly maxBodyBytes: number;
  /** IPv4 address to listen on; `0.0.0.0` for all of this machine. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Listens a second time, on a free port, with TLS. */
  readonly tls: TlsIdentity | undefined;
  /** Who signed a request. */
  readonly signerOf: (headers: IncomingHttpHeaders) => Signer | undefined;
}

export interface HttpServer {
  readonly url: string;
  /** Where it listens with TLS. */
  readonly tlsUrl: string | undefined;
  close(): Promise<void>;
}

/** Starts the one server of all stand-ins. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    serve(options, incoming, outgoing).catch((error: unknown) => answerUnexpected(outgoing, error));
  };
  const { host, tls } = options;
  const secure = tls === undefined ? undefined : await startListener(onRequest, { host, port: 0 }, tls);
  const plain = await startListener(onRequest, options);
  return {
    url: plain.url,
    tlsUrl: secure?.url,
    close: async () => {
      await Promise.all([plain.close(), secure?.close()]);
    },
  };
}

async function serve(
  options: HttpServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming, options.maxBodyBytes);
  const receivedAtMs = Date.now();
  const startedAtMs = performance.now();
  const route = routeRequest(incoming, body);
  const signer = options.signerOf(incoming.headers);
  const log = (status: number, fault: string | undefined, entryCount: number) =>
    options.requests.add({
      service: route.service,
      operation: route.operation,
      entryCount,
      bodyBytes: body?.length ?? 0,
      receivedAtMs,
      durationMs: performance.now() - startedAtMs,
      status,
      fault,
      account: signer?.account,
      region: signer?.region,
    });

  if (body === undefined) {
    write(outgoing, htmlAnswer(413));
    log(413, undefined, 0);
    return;
  }

  const injection = options.faults.inject(route.service, route.operation);
  const service = options.services[route.service];
  const request = serviceRequest(route, incoming, outgoing, body, signer, injection);
  if (injection.delayMs > 0) await sleep(injection.delayMs, undefined, { ref: false });
  const answer = await answerRequest(service, request, injection);
  const fault = injection.kind ?? (injection.delayMs > 0 ? 'delay' : undefined);
  if (answer === 'reset') resetConnection(incoming.socket);
  else if (injection.kind === 'cut' && answer !== 'silence') writeHalf(outgoing, answer);
  else if (answer !== 'silence') write(outgoing, answer);
  log(typeof answer === 'string' ? 0 : answer.status, fault, request.entryCount);
}

function serviceRequest(
  route: Route,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  signer: Signer | undefined,
  injection: Injection,
): ServiceRequest {
  return {
    ...route,
    headers: incoming.headers,
    body,
    signer,
    onClientGone: (listener) => outgoing.once('close', listener),
    failEntries: injection.failEntries,
    isAnswerLost: injection.kind === 'reset-after' || injection.kind === 'cut',
    entryCount: 0,
  };
}

async function answerRequest(
  service: Service,
  request: ServiceRequest,
  { kind }: Injection,
): Promise<ServiceAnswer | 'reset' | 'silence'> {
  switch (kind) {
    case 'throttle':
    case 'internal':
    case 'unavailable':
    case 'bad-gateway':
    case 'too-large':
    case 'denied':
    case 'invalid':
      return faultAnswer(kind, service);
    case 'reset-before':
      return 'reset';
    case 'hang':
      return 'silence';
    case 'reset-after':
      await callService(service, request);
      return 'reset';
    case 'cut':
    case 'partial':
    case undefined:
      return callService(service, request);
  }
}

async function callService(service: Service, request: ServiceRequest): Promise<ServiceAnswer> {
  try {
    if (request.signer?.problem !== undefined) throw request.signer.problem;
    return await service.answer(request);
  } catch (error) {
    if (error instanceof ServiceError) return service.errorAnswer(error);
    throw error;
  }
}

/** The whole body, or `undefined` as soon as it is larger than allowed; the rest is then read and thrown away. */
function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else resolve(undefined);
  });
  incoming.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
  incoming.on('error', reject);
  return promise;
}

function write(outgoing: ServerResponse, answer: ServiceAnswer): void {
  if (outgoing.destroyed) return;
  writeHead(outgoing, answer);
  outgoing.end(answer.body);
}

/** The head of the answer and the first half of its body; then the connection is reset. */
function writeHalf(outgoing: ServerResponse, answer: ServiceAnswer): void {
  if (outgoing.destroyed) return;
  const half = answer.body.slice(0, answer.body.length / 2);
  if (half.length === 0) {
    resetConnection(outgoing.socket);
    return;
  }
  writeHead(outgoing, answer);
  outgoing.write(half, () => resetConnection(outgoing.socket));
}

function writeHead(outgoing: ServerResponse, { status, headers, body }: ServiceAnswer): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  outgoing.writeHead(status, { 'content-length': length, 'x-amzn-requestid': randomUUID(), ...headers });
}

/** A defect of the stand-ins themselves: it must be loud, and must not look like an AWS answer worth a retry. */
function answerUnexpected(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.destroyed || outgoing.headersSent) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  write(outgoing, {
    status: 501,
    headers: { 'content-type': 'text/plain' },
    body: `Defect of the stand-in: ${text}`,
  });
}
