import type { KnownDifference } from '../known-difference.ts';

export const SECRETS_MANAGER_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: [
      'GetSecretValue, one that does not exist',
      'GetSecretValue, an ARN that does not exist',
      'GetSecretValue, a value that was never replaced',
      'GetSecretValue, no value yet',
      'PutSecretValue, one that does not exist',
    ],
    standIns: '400 ResourceNotFoundException',
    moto: '404 ResourceNotFoundException',
    right: 'stand-ins',
    why: 'Secrets Manager answers with status 400. The bridge goes by the name, which is the same.',
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html',
  },
];
