import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RequestMembers } from '../request-members.ts';
import { type Place, ServiceError } from '../service.ts';

/** EventBridge gives an endpoint this long. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const TIMEOUT_MS = 5_000;
/** Statuses EventBridge sends again after; 5xx as well. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html */
const RETRIED_STATUSES: ReadonlySet<number> = new Set([401, 407, 409, 429]);
/** AWS tries for 24 hours and 185 times; a local run wants to end. */
const MAX_ATTEMPTS = 4;
const RETRY_DELAY_MS = 200;
/** Requests in flight to one endpoint: a loopback server is no fleet. */
const MAX_CONCURRENT = 8;
/** Events waiting for one endpoint. More are given up and counted, so that a dead endpoint cannot eat the memory. */
const MAX_WAITING = 50_000;

export interface WebhookReport {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly deliveredCount: number;
  /** Requests made again after a failure. */
  readonly retriedCount: number;
  /** Events given up after the last attempt, or because too many were waiting. */
  readonly failedCount: number;
  /** Events still waiting or under way. */
  readonly pendingCount: number;
}

/** API destinations as targets of rules: each event is POSTed to a URL on loopback. */
export class Webhooks {
  readonly #place: Place;
  readonly #byArn = new Map<string, Webhook>();
  readonly #stop = new AbortController();

  constructor(place: Place) {
    this.#place = place;
  }

  /** @throws {ServiceError} when the URL is not plain HTTP on loopback: events of a local run stay on this machine. */
  create(name: string, url: string): WebhookReport {
    if (!isLoopback(url)) {
      throw new ServiceError(
        'ValidationException',
        `This stand-in only calls http:// URLs on loopback, not ${url}.`,
      );
    }
    if ([...this.#byArn.values()].some((webhook) => webhook.name === name)) {
      throw new ServiceError(
        'ResourceAlreadyExistsException',
        `An api-destination '${name}' already exists.`,
      );
    }
    const arn = `arn:aws:events:${this.#place.region}:${this.#place.account}:api-destination/${name}/${randomUUID()}`;
    const webhook = new Webhook(name, arn, url, this.#stop.signal);
    this.#byArn.set(arn, webhook);
    return webhook.report();
  }

  send(arn: string, eventText: string): void {
    this.#byArn.get(arn)?.send(eventText);
  }

  has(arn: string): boolean {
    return this.#byArn.has(arn);
  }

  list(): readonly WebhookReport[] {
    return [...this.#byArn.values()].map((webhook) => webhook.report());
  }

  /** Resolves when every event so far is delivered or given up. */
  async settle(): Promise<void> {
    await Promise.all([...this.#byArn.values()].map((webhook) => webhook.settle()));
  }

  /** Gives up whatever is still on its way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.settle();
  }
}

class Webhook {
  readonly name: string;
  readonly #arn: string;
  readonly #url: string;
  readonly #stopped: AbortSignal;
  #waiting: string[] = [];
  readonly #senders = new Set<Promise<void>>();
  #delivered = 0;
  #retried = 0;
  #failed = 0;
  #inFlight = 0;

  constructor(name: string, arn: string, url: string, stopped: AbortSignal) {
    this.name = name;
    this.#arn = arn;
    this.#url = url;
    this.#stopped = stopped;
  }

  send(eventText: string): void {
    if (this.#waiting.length >= MAX_WAITING || this.#stopped.aborted) {
      this.#failed += 1;
      return;
    }
    this.#waiting.push(eventText);
    if (this.#senders.size >= MAX_CONCURRENT) return;
    const sender = this.#sendWaiting().finally(() => this.#senders.delete(sender));
    this.#senders.add(sender);
  }

  report(): WebhookReport {
    return {
      name: this.name,
      arn: this.#arn,
      url: this.#url,
      deliveredCount: this.#delivered,
      retriedCount: this.#retried,
      failedCount: this.#failed,
      pendingCount: this.#waiting.length + this.#inFlight,
    };
  }

  async settle(): Promise<void> {
    while (this.#senders.size > 0) await Promise.all(this.#senders);
  }

  async #sendWaiting(): Promise<void> {
    for (let eventText = this.#waiting.shift(); eventText !== undefined; eventText = this.#waiting.shift()) {
      this.#inFlight += 1;
      if (await this.#deliver(eventText)) this.#delivered += 1;
      else this.#failed += 1;
      this.#inFlight -= 1;
    }
  }

  async #deliver(eventText: string): Promise<boolean> {
    for (let attempt = 1; !this.#stopped.aborted; attempt += 1) {
      const outcome = await this.#post(eventText);
      if (outcome === 'delivered') return true;
      if (outcome === 'refused' || attempt === MAX_ATTEMPTS) return false;
      this.#retried += 1;
      await sleep(outcome.retryAfterMs ?? RETRY_DELAY_MS * 2 ** (attempt - 1), undefined, {
        signal: this.#stopped,
      }).catch(() => undefined);
    }
    return false;
  }

  async #post(
    body: string,
  ): Promise<'delivered' | 'refused' | { readonly retryAfterMs: number | undefined }> {
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Amazon/EventBridge/ApiDestinations',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#stopped, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await response.body?.cancel();
      if (response.ok) return 'delivered';
      if (response.status < 500 && !RETRIED_STATUSES.has(response.status)) return 'refused';
      return { retryAfterMs: readRetryAfter(response.headers.get('retry-after')) };
    } catch {
      // No connection, or no answer in time: EventBridge tries again.
      return { retryAfterMs: undefined };
    }
  }
}

function readRetryAfter(header: string | null): number | undefined {
  return header !== null && /^\d{1,3}$/.test(header) ? Number(header) * 1000 : undefined;
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isLoopback(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname);
}

/** The operation that makes an API destination. Connections and their credentials are not modelled. */
export function webhookOperations(webhooks: Webhooks) {
  return {
    CreateApiDestination: (input: RequestMembers) => {
      const { arn } = webhooks.create(
        input.requiredString('Name'),
        input.requiredString('InvocationEndpoint'),
      );
      return { ApiDestinationArn: arn, ApiDestinationState: 'ACTIVE' };
    },
  };
}
