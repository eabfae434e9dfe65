import type { KnownDifference } from '../known-difference.ts';

export const GLUE_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: [
      'GetSchemaVersion, an id in capitals',
      'GetSchemaVersion, an id that is none',
      'GetSchemaVersion, an id that is not ended',
    ],
    standIns: '400 ValidationException',
    moto: '400 InvalidInputException',
    right: 'unsettled',
    why: 'The id has a pattern in the model of the service. The stand-in answers as other services do for that, moto with an error that the operation documents. The bridge reads 16 bytes and writes the id itself, so that it is always one.',
    source: 'https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaVersion.html',
  },
  {
    questions: ['GetSchemaByDefinition, with other white space'],
    standIns: '{"isSame":true}',
    moto: '400 EntityNotFoundException',
    right: 'stand-ins',
    why: 'Glue looks for the canonical form of a definition; moto compares the text. Only serializers ask for it.',
    source: 'https://docs.aws.amazon.com/glue/latest/webapi/API_GetSchemaByDefinition.html',
  },
  {
    questions: ['QuerySchemaVersionMetadata'],
    standIns: '"payments"',
    moto: '500 without a code',
    right: 'stand-ins',
    why: 'moto has no such operation. Only serializers ask for it.',
    source: 'https://docs.aws.amazon.com/glue/latest/webapi/API_QuerySchemaVersionMetadata.html',
  },
];
