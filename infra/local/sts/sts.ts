import { createHash, randomUUID } from 'node:crypto';
import { checkLength, checkPattern } from '../constraints.ts';
import { xmlElement } from '../s3/xml.ts';
import type { Place, Service, ServiceAnswer, ServiceRequest } from '../service.ts';
import { ServiceError } from '../service.ts';
import type { Session, Sessions } from './sessions.ts';

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const DURATION_SECONDS = { min: 900, max: 43_200, byDefault: 3_600 };
const ROLE_ARN = /^arn:(?<partition>aws[a-z-]*):iam::(?<account>\d{12}):role\/(?:.*\/)?(?<name>[^/]+)$/;
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

export interface CreateRoleInput {
  /** Its account is the one that the credentials are for. */
  readonly arn: string;
  /** Without it the role cannot be assumed. @default - none is asked for */
  readonly externalId?: string;
}

/** STS as tests and the demo see it. */
export interface StsStandIn {
  /** Makes a role that everybody may assume who knows its external id, in whatever account. Again: replaces it. */
  createRole(role: CreateRoleInput): void;
  /** Ends all sessions: their credentials are answered with ExpiredTokenException. */
  expireSessions(): void;
}

type Operation = (parameters: URLSearchParams, request: ServiceRequest) => string;

/** STS over the Query protocol: a form in, XML out. Roles that nobody made cannot be assumed. */
export function createSts(
  place: Place,
  sessions: Sessions,
): { readonly service: Service; readonly api: StsStandIn } {
  const roles = new Map<string, CreateRoleInput>();
  const operations = new Map<string, Operation>([
    ['AssumeRole', (parameters) => assumeRole(roles, sessions, parameters)],
    ['GetCallerIdentity', (_, { signer }) => describeCaller(place, sessions.find(signer?.accessKeyId))],
  ]);
  return {
    service: {
      name: 'sts',
      answer(request) {
        const operation = operations.get(request.operation);
        if (operation === undefined) {
          throw new ServiceError(
            'InvalidAction',
            `The stand-in of sts does not know the operation ${request.operation}.`,
          );
        }
        const result = operation(new URLSearchParams(request.body.toString()), request);
        return xml(
          200,
          `${request.operation}Response`,
          `<${request.operation}Result>${result}</${request.operation}Result>`,
        );
      },
      errorAnswer: ({ code, message, status }) =>
        xml(
          status,
          'ErrorResponse',
          `<Error>${xmlElement('Type', status < 500 ? 'Sender' : 'Receiver')}${xmlElement('Code', queryCode(code))}${xmlElement('Message', message)}</Error>`,
        ),
    },
    api: {
      createRole: (role) => {
        partsOf(role.arn);
        roles.set(role.arn, role);
      },
      expireSessions: () => sessions.expire(),
    },
  };
}

/** Codes that the Query protocol spells otherwise than the JSON protocols. */
function queryCode(code: string): string {
  return code === 'ValidationException' ? 'ValidationError' : code;
}

function xml(status: number, root: string, content: string): ServiceAnswer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<${root} xmlns="${NAMESPACE}">${content}<ResponseMetadata>${xmlElement('RequestId', randomUUID())}</ResponseMetadata></${root}>`,
  };
}

function assumeRole(
  roles: ReadonlyMap<string, CreateRoleInput>,
  sessions: Sessions,
  parameters: URLSearchParams,
): string {
  const roleArn = required(parameters, 'RoleArn');
  const sessionName = required(parameters, 'RoleSessionName');
  checkLength(sessionName, 'roleSessionName', 2, 64);
  checkPattern(sessionName, 'roleSessionName', '[\\w+=,.@-]*');
  const durationSeconds = readDuration(parameters.get('DurationSeconds'));
  const { partition, account, name } = partsOf(roleArn);
  const role = roles.get(roleArn);
  // STS tells nobody whether the role is missing or the external id is wrong.
  if (
    role === undefined ||
    (role.externalId !== undefined && role.externalId !== parameters.get('ExternalId'))
  ) {
    throw new ServiceError(
      'AccessDenied',
      `User is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  const arn = `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`;
  return describeSession(sessions.open(account, arn, durationSeconds * 1000), roleArn, sessionName);
}

function describeSession(session: Session, roleArn: string, sessionName: string): string {
  const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  const credentials =
    xmlElement('AccessKeyId', session.accessKeyId) +
    xmlElement('SecretAccessKey', session.secretAccessKey) +
    xmlElement('SessionToken', session.sessionToken) +
    xmlElement('Expiration', new Date(session.expiresAtMs).toISOString());
  const user = xmlElement('AssumedRoleId', `${roleId}:${sessionName}`) + xmlElement('Arn', session.arn);
  return `<Credentials>${credentials}</Credentials><AssumedRoleUser>${user}</AssumedRoleUser>`;
}

function describeCaller(place: Place, session: Session | undefined): string {
  const arn = session?.arn ?? `arn:aws:iam::${place.account}:user/stand-in`;
  return (
    xmlElement('Arn', arn) +
    xmlElement('UserId', session?.accessKeyId ?? 'AIDASTANDIN') +
    xmlElement('Account', session?.account ?? place.account)
  );
}

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value !== null) return value;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

function readDuration(text: string | null): number {
  const { min, max, byDefault } = DURATION_SECONDS;
  const seconds = text === null ? byDefault : Number(text);
  if (seconds >= min && seconds <= max) return seconds;
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value between ${min} and ${max}`,
  );
}

function partsOf(roleArn: string): {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
} {
  const { partition, account, name } = ROLE_ARN.exec(roleArn)?.groups ?? {};
  if (partition === undefined || account === undefined || name === undefined) {
    throw new ServiceError('ValidationException', `${roleArn} is invalid`);
  }
  return { partition, account, name };
}
