import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultAnswer, htmlAnswer } from './fault-answers.ts';
import type { Faults, Injection } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import { type Route, routeRequest } from './routes.ts';
import {
  type Service,
  type ServiceAnswer,
  ServiceError,
  type ServiceName,
  type ServiceRequest,
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
}

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the one server of all stand-ins. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const server = createServer((incoming, outgoing) => {
    serve(options, incoming, outgoing).catch((error: unknown) => answerUnexpected(outgoing, error));
  });
  // The client decides when a connection ends: an idle timeout here would race with its next request.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return { url: urlOf(server), close: () => close(server) };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP address.');
  const host = address.address === '0.0.0.0' ? '127.0.0.1' : address.address;
  return `http://${host}:${address.port}`;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function serve(
  options: HttpServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming, options.maxBodyBytes);
  const startedAtMs = performance.now();
  const route = routeRequest(incoming);
  const log = (status: number, fault: string | undefined, entryCount: number) =>
    options.requests.add({
      service: route.service,
      operation: route.operation,
      entryCount,
      bodyBytes: body?.length ?? 0,
      receivedAtMs: performance.timeOrigin + startedAtMs,
      durationMs: performance.now() - startedAtMs,
      status,
      fault,
    });

  if (body === undefined) {
    write(outgoing, htmlAnswer(413));
    log(413, undefined, 0);
    return;
  }

  const injection = options.faults.inject(route.service, route.operation);
  const service = options.services[route.service];
  const request = serviceRequest(route, incoming, outgoing, body, injection);
  if (injection.delayMs > 0) await sleep(injection.delayMs, undefined, { ref: false });
  const answer = await answerRequest(service, request, injection);
  const fault = injection.kind ?? (injection.delayMs > 0 ? 'delay' : undefined);
  if (answer === 'reset') incoming.socket.resetAndDestroy();
  else if (injection.kind === 'cut' && answer !== 'silence') writeHalf(outgoing, answer);
  else if (answer !== 'silence') write(outgoing, answer);
  log(typeof answer === 'string' ? 0 : answer.status, fault, request.entryCount);
}

function serviceRequest(
  route: Route,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  body: Buffer,
  injection: Injection,
): ServiceRequest {
  return {
    ...route,
    headers: incoming.headers,
    body,
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
    outgoing.socket?.resetAndDestroy();
    return;
  }
  writeHead(outgoing, answer);
  outgoing.write(half, () => outgoing.socket?.resetAndDestroy());
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
