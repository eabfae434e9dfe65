import type { KnownDifference } from '../known-difference.ts';

const PUT_PARAMETER = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html';

const NOT_CHECKED = '{"Version":1,"Tier":"Standard"}';

export const SSM_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: ['GetParameter, a version'],
    standIns:
      '{"Name":"/opinions/configuration","Type":"String","Value":"{\\"first\\":1}","Version":1,"ARN":"arn:aws:ssm:eu-west-1:123456789012:parameter/opinions/configuration","DataType":"text","Selector":":1"}',
    moto: '{"Name":"/opinions/configuration","Type":"String","Value":"{\\"first\\":1}","Version":1,"ARN":"arn:aws:ssm:eu-west-1:123456789012:parameter/opinions/configuration","DataType":"text"}',
    right: 'stand-ins',
    why: 'A parameter that is asked for by version or label tells the selector. The bridge does not look at it.',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html',
  },
  {
    questions: ['GetParameter, a SecureString, not decrypted'],
    standIns: '{"isInClear":true}',
    moto: '{"isInClear":false}',
    right: 'moto',
    why: 'Without WithDecryption the value is cipher text. The stand-in keeps no secrets, as it says of itself; the bridge always asks for decryption.',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html',
  },
  {
    questions: ['PutParameter, a byte more than the standard tier takes'],
    standIns: '400 ValidationException',
    moto: NOT_CHECKED,
    right: 'stand-ins',
    why: 'The standard tier ends at 4,096 bytes, which is why large configuration documents need the advanced one. moto knows the tiers by name only.',
    source: PUT_PARAMETER,
  },
  {
    questions: ['PutParameter, a name with a space', 'PutParameter, a path without its first slash'],
    standIns: '400 ValidationException',
    moto: NOT_CHECKED,
    right: 'stand-ins',
    why: 'Names are letters, digits and ".-_/", and a path begins with a slash. moto looks at reserved beginnings only.',
    source: PUT_PARAMETER,
  },
];
