import type { ConfluentRegistrySettings } from '../../../shared/configuration/format.ts';
import { RecordError } from '../errors.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import { parseObject } from './json-object.ts';
import { type Access, type AccessPorts, RegistryAccess } from './registry-access.ts';
import { answerRefusal, authorityCode, networkRefusal } from './registry-refusal.ts';
import { readSchemaDocument, type SchemaDocument } from './schema-document.ts';

const HEADERS = {
  accept: 'application/vnd.schemaregistry.v1+json, application/json;q=0.5',
  // Without it Confluent Cloud leaves the type of the schema out of its answer.
  'confluent-accept-unknown-properties': 'true',
  'user-agent': 'kafka-eventbridge-bridge',
};

/** What came of a request: an answer, whatever its status, or the reason why there is none. */
type Outcome = HttpAnswer | Error;

/** Reads schemas from the first address of a registry that answers. */
export class RegistryClient {
  readonly #urls: readonly string[];
  readonly #access: RegistryAccess;
  /** The address that answered last, so that one that is down costs its timeout once. */
  #first = 0;

  constructor(settings: ConfluentRegistrySettings, ports: AccessPorts) {
    this.#urls = settings.urls;
    this.#access = new RegistryAccess(settings, ports);
  }

  /**
   * Reads a schema by its path and query below the address of the registry.
   *
   * @param what how messages name the schema.
   * @throws RecordError SCHEMA_NOT_FOUND, SCHEMA_DENIED, SCHEMA_THROTTLED, SCHEMA_UNAVAILABLE
   */
  async read(path: string, what: string, signal: AbortSignal): Promise<SchemaDocument> {
    const failures: string[] = [];
    let cause: Error | undefined;
    for (const index of this.#order()) {
      const url = new URL(`${this.#urls[index]}${path}`);
      const outcome = await this.#ask(url, signal);
      const document = documentOf(outcome);
      if (document !== undefined) {
        this.#first = index;
        return document;
      }
      const isAnswer = !(outcome instanceof Error);
      const { code, why } = isAnswer ? answerRefusal(outcome) : networkRefusal(outcome);
      failures.push(`${url.host}: ${why}.`);
      if (code !== 'SCHEMA_UNAVAILABLE') throw new RecordError(code, unreadable(what, failures));
      if (!isAnswer) cause = outcome;
      if (signal.aborted) break;
    }
    throw new RecordError('SCHEMA_UNAVAILABLE', unreadable(what, failures), { cause });
  }

  #order(): number[] {
    const count = this.#urls.length;
    return this.#urls.map((_, index) => (this.#first + index) % count);
  }

  async #ask(url: URL, signal: AbortSignal): Promise<Outcome> {
    const access = await this.#access.get(signal);
    const outcome = await send(url, access, signal);
    if (!isRefused(outcome)) return outcome;
    const other = await this.#access.another(access, signal);
    return other === undefined ? outcome : await send(url, other, signal);
  }
}

async function send(
  url: URL,
  { headers, httpAgent, httpsAgent }: Access,
  signal: AbortSignal,
): Promise<Outcome> {
  const agent = url.protocol === 'https:' ? httpsAgent : httpAgent;
  try {
    return await httpGet(url, { agent, headers: { ...HEADERS, ...headers }, signal });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** True if other credentials, or another authority, might help. */
function isRefused(outcome: Outcome): boolean {
  return outcome instanceof Error ? authorityCode(outcome) !== undefined : outcome.status === 401;
}

function documentOf(outcome: Outcome): SchemaDocument | undefined {
  if (outcome instanceof Error || outcome.status !== 200) return undefined;
  const members = parseObject(outcome.body);
  return members === undefined ? undefined : readSchemaDocument(members);
}

function unreadable(what: string, failures: readonly string[]): string {
  return `${what} could not be read from ${failures.join(' Nor from ')}`;
}
