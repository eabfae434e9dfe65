import type { DeliveredEvent } from './eventbridge/delivered-event.ts';
import { createEventBridge, type EventBridgeStandIn } from './eventbridge/event-bridge.ts';
import { PUT_EVENTS_LIMIT_BYTES } from './eventbridge/put-events.ts';
import type { Fault } from './fault.ts';
import { Faults } from './faults.ts';
import { createGlue, type GlueStandIn } from './glue/glue.ts';
import { startHttpServer } from './http-server.ts';
import type { TlsIdentity } from './listener.ts';
import { RequestLog, type RequestRecord } from './request-log.ts';
import { createS3, type S3StandIn } from './s3/s3.ts';
import { SCHEMA_REGISTRY_PATH } from './schema-registry/operations.ts';
import { createSchemaRegistry, type SchemaRegistryStandIn } from './schema-registry/schema-registry.ts';
import { createSecretsManager, type SecretsManagerStandIn } from './secrets-manager/secrets-manager.ts';
import { createSqs, type SqsStandIn } from './sqs/sqs.ts';
import { createSsm, type SsmStandIn } from './ssm/ssm.ts';
import { Sessions } from './sts/sessions.ts';
import { createSts, type StsStandIn } from './sts/sts.ts';

export interface StandInOptions {
  /** @default 'eu-west-1' */
  readonly region?: string;
  /** Twelve digits. @default '123456789012' */
  readonly account?: string;
  /** PutEvents refuses requests of this size and above. 262,144 plays a Region without the raise. @default 1,048,576 */
  readonly putEventsLimitBytes?: number;
  /** Where log groups write their files; without it lines are only kept in memory. */
  readonly logDirectory?: string;
  /**
   * Events are kept in memory until their details reach this many characters; 0 keeps none.
   * @default 268,435,456
   */
  readonly keepEventCharacters?: number;
  /** Called with every accepted event, kept or not: count and index long runs here. */
  readonly onEvent?: (event: DeliveredEvent) => void;
  /** The latest requests kept in the log. @default 10,000 */
  readonly keepRequests?: number;
  /** Called with every request once it is answered, or left without an answer. */
  readonly onRequest?: (request: RequestRecord) => void;
  /** A larger request body is answered with 413. @default 67,108,864 */
  readonly maxBodyBytes?: number;
  /** Faults from the start, as `faults.set` takes them. */
  readonly faults?: string | readonly Fault[];
  /** IPv4 address to listen on; `0.0.0.0` lets everyone in who reaches this machine. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, which takes a free one */
  readonly port?: number;
  /** Serves everything over TLS as well, and gives the address of the schema registry with it. */
  readonly tls?: TlsIdentity;
}

/** Limits for a run on a small machine; each can be set in the options. */
export const STAND_IN_DEFAULTS = {
  region: 'eu-west-1',
  account: '123456789012',
  putEventsLimitBytes: PUT_EVENTS_LIMIT_BYTES,
  keepEventCharacters: 256 * 1024 * 1024,
  keepRequests: 10_000,
  maxBodyBytes: 64 * 1024 * 1024,
  host: '127.0.0.1',
  port: 0,
} as const;

/** Stand-ins of the AWS APIs that the project calls, and of a schema registry, behind one URL. */
export interface StandIns {
  readonly url: string;
  /** Base address of the schema registry: https when the options have `tls`. */
  readonly schemaRegistryUrl: string;
  /** Environment variables that send an SDK client, or a function full of them, to the stand-ins. */
  readonly environment: Readonly<Record<string, string>>;
  readonly region: string;
  readonly account: string;
  readonly eventBridge: EventBridgeStandIn;
  readonly ssm: SsmStandIn;
  readonly glue: GlueStandIn;
  readonly sqs: SqsStandIn;
  readonly s3: S3StandIn;
  readonly secretsManager: SecretsManagerStandIn;
  readonly sts: StsStandIn;
  readonly schemaRegistry: SchemaRegistryStandIn;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Ends all connections; requests that wait for an answer lose it. Log files are complete afterwards. */
  close(): Promise<void>;
}

/**
 * Starts stand-ins of EventBridge, SSM Parameter Store, Glue Schema Registry, SQS, S3, Secrets Manager, STS and a schema
 * registry with the API of Confluent's in this process.
 *
 * They speak the wire protocols of the services to the real SDK clients. What they leave out is in `LEFT_OUT`.
 *
 * @example
 * const standIns = await startStandIns({ faults: 'throttle=0.1,reset=0.05' });
 * const client = new EventBridgeClient({ endpoint: standIns.url, region: standIns.region, credentials });
 */
export async function startStandIns(options: StandInOptions = {}): Promise<StandIns> {
  const settings = { ...STAND_IN_DEFAULTS, ...options };
  const place = { region: settings.region, account: settings.account };
  const faults = new Faults();
  if (options.faults !== undefined) faults.set(options.faults);
  const requests = new RequestLog(settings.keepRequests, options.onRequest);

  let url = '';
  const eventBridge = createEventBridge({
    place,
    putEventsLimitBytes: settings.putEventsLimitBytes,
    keepEventCharacters: settings.keepEventCharacters,
    onEvent: options.onEvent,
    logDirectory: options.logDirectory,
  });
  const ssm = createSsm(place);
  const glue = createGlue(place);
  const sqs = createSqs(place, () => url);
  const s3 = createS3(place.region);
  const secretsManager = createSecretsManager(place);
  const sessions = new Sessions(place);
  const sts = createSts(place, sessions);
  const schemaRegistry = createSchemaRegistry();
  const server = await startHttpServer({
    services: {
      eventbridge: eventBridge.service,
      ssm: ssm.service,
      glue: glue.service,
      sqs: sqs.service,
      s3: s3.service,
      'secrets-manager': secretsManager.service,
      sts: sts.service,
      'schema-registry': schemaRegistry.service,
    },
    faults,
    requests,
    maxBodyBytes: settings.maxBodyBytes,
    host: settings.host,
    port: settings.port,
    tls: options.tls,
    signerOf: (headers) => sessions.signerOf(headers),
  });
  url = server.url;

  return {
    url,
    schemaRegistryUrl: (server.tlsUrl ?? url) + SCHEMA_REGISTRY_PATH,
    environment: environmentFor(url, place.region),
    ...place,
    eventBridge: eventBridge.api,
    ssm: ssm.api,
    glue: glue.api,
    sqs: sqs.api,
    s3: s3.api,
    secretsManager: secretsManager.api,
    sts: sts.api,
    schemaRegistry: schemaRegistry.api,
    faults,
    requests,
    close: async () => {
      await server.close();
      await eventBridge.close();
    },
  };
}

/** The credentials are for nothing: signatures are not checked. The empty profile keeps a person's own out of it. */
function environmentFor(url: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_PROFILE: '',
  };
}
