import type { Service, ServiceAnswer } from '../service.ts';
import { answerRegistry } from './answer.ts';
import { canonicalText } from './canonical-text.ts';
import { checkCredentials, type RegistryCredentials } from './credentials.ts';
import { errorBody } from './registry-error.ts';
import type { ReferenceTo, SchemaType } from './schema-content.ts';
import { Subjects } from './subjects.ts';

const HEADERS = { 'content-type': 'application/vnd.schemaregistry.v1+json' };

export interface RegisterSubjectInput {
  /** Under the usual strategy the topic with `-key` or `-value`. */
  readonly subject: string;
  readonly schema: string;
  /** @default 'AVRO' */
  readonly schemaType?: SchemaType;
  readonly references?: readonly ReferenceTo[];
  readonly metadata?: object;
  readonly ruleSet?: object;
  /** The id that frames the records. @default - that of the same schema, else the next free one */
  readonly id?: number;
  /** The GUID that frames the records. @default - follows from the schema */
  readonly guid?: string;
}

export interface RegisteredSubject {
  readonly id: number;
  readonly guid: string;
  readonly version: number;
}

/** The registry as tests and the demo see it. */
export interface SchemaRegistryStandIn {
  /** Registers a version of a subject, under a known id or GUID if given. */
  registerSchema(schema: RegisterSubjectInput): RegisteredSubject;
  /** From now on clients have to show these credentials; `undefined` lets everyone in again. */
  demandCredentials(credentials: RegistryCredentials | undefined): void;
}

/**
 * The registry of Confluent, and of all that speak its API: registering, looking up and reading schemas, as version 8 does.
 *
 * @see https://docs.confluent.io/platform/current/schema-registry/develop/api.html
 */
export function createSchemaRegistry(): { readonly service: Service; readonly api: SchemaRegistryStandIn } {
  const subjects = new Subjects();
  let credentials: RegistryCredentials | undefined;
  return {
    service: {
      name: 'schema-registry',
      answer(request) {
        checkCredentials(credentials, request.headers);
        return answer(200, answerRegistry(subjects, request));
      },
      errorAnswer: (error) => answer(error.status, errorBody(error)),
    },
    api: {
      registerSchema: (input) => registerSubject(subjects, input),
      demandCredentials: (demanded) => {
        credentials = demanded;
      },
    },
  };
}

function answer(status: number, body: string): ServiceAnswer {
  return { status, headers: HEADERS, body };
}

function registerSubject(subjects: Subjects, input: RegisterSubjectInput): RegisteredSubject {
  const { subject, schemaType = 'AVRO', schema, references = [], metadata, ruleSet, id, guid } = input;
  const text = canonicalText(schemaType, schema);
  const content = { schemaType, ...text, references, metadata, ruleSet };
  const { version, stored } = subjects.register(subject, content, { id, guid });
  return { id: stored.id, guid: stored.guid, version };
}
