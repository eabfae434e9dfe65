import type { KnownDifference } from '../known-difference.ts';

const ASSUME_ROLE = 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html';
const CREDENTIALS = '{"accessKeyId":"ASIA","isComplete":true,"minutes":60}';

export const STS_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: [
      'AssumeRole, the wrong external id',
      'AssumeRole, no external id',
      'AssumeRole, a role that does not exist',
    ],
    standIns: '403 AccessDenied',
    moto: CREDENTIALS,
    right: 'stand-ins',
    why: 'A trust policy decides who may assume a role, and nobody may one that does not exist. moto gives credentials for any role; the bridge takes AccessDenied for a registry that refuses access.',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
  },
  {
    questions: ['AssumeRole, an ARN that is none'],
    standIns: '400 ValidationError',
    moto: CREDENTIALS,
    right: 'stand-ins',
    why: 'A text that is no ARN names no role. The configuration of the bridge takes ARNs of roles only, so that none of this is ever sent.',
    source: ASSUME_ROLE,
  },
  {
    questions: ['AssumeRole, for less than STS gives'],
    standIns: '400 ValidationError',
    moto: '{"accessKeyId":"ASIA","isComplete":true,"minutes":1}',
    right: 'stand-ins',
    why: 'Sessions last 900 seconds at least. moto takes any number.',
    source: ASSUME_ROLE,
  },
  {
    questions: ['AssumeRole, a session name of one character', 'AssumeRole, a session name that cannot be'],
    standIns: '400 ValidationError',
    moto: CREDENTIALS,
    right: 'stand-ins',
    why: 'A session name has 2 to 64 characters of a closed set. moto looks at the upper bound only.',
    source: ASSUME_ROLE,
  },
  {
    questions: ['GetSchemaVersion, as the role with another session token'],
    standIns: '400 UnrecognizedClientException',
    moto: '400 EntityNotFoundException',
    right: 'stand-ins',
    why: 'Temporary credentials are good with their own session token only. moto goes by the access key alone, and looks for the schema.',
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html',
  },
];
