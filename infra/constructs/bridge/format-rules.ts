import type { SchemaRegistry } from '../kafka/mapping-options.ts';
import { registryKind } from '../kafka/registry-kind.ts';
import { isWholeSecretArn } from '../secret-arn.ts';
import type { BridgeRule } from './bridge-plan.ts';
import { readsConfluent, readsGlue, registrySecretArns, type SideFormat } from './topic-formats.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export const ONE_ROLE = /:role\/[\w+=,.@/-]+$/;

/** What must hold between the formats of the records and everything else. */
export const FORMAT_RULES: readonly BridgeRule[] = [
  ({ options: { mapping: { filters = [], schemaRegistry } = {} }, formats }) => {
    if (filters.length === 0 || isReadByLambda(schemaRegistry, 'value')) return undefined;
    const framed = formats.find(
      ({ side, format }) => side === 'value' && !['json', 'string'].includes(format.converter),
    );
    return framed === undefined
      ? undefined
      : `mapping.filters look at values before the bridge decodes them, and value.converter of the topic ${framed.topic} is "${framed.format.converter}": what is no JSON and no text matches nothing, and Lambda would skip it. Remove mapping.filters, or let mapping.schemaRegistry decode.`;
  },
  ({ options: { mapping: { schemaRegistry } = {} }, formats }) =>
    schemaRegistry === undefined
      ? undefined
      : formats
          .filter(({ side }) => isReadByLambda(schemaRegistry, side))
          .map((decoded) =>
            schemaRegistry.recordFormat === 'JSON'
              ? jsonProblem(decoded)
              : sourceProblem(schemaRegistry, decoded),
          )
          .find((problem) => problem !== undefined),
  ({ formats }) => {
    const wrong = formats
      .flatMap((read) => registrySecretArns(read).map((arn) => ({ ...read, arn })))
      .find(({ arn }) => !isWholeSecretArn(arn));
    return wrong === undefined
      ? undefined
      : `${wrong.side}.converter of the topic ${wrong.topic} has the secret "${wrong.arn}". Give its whole ARN, with the hyphen and the six characters that Secrets Manager adds to the name: the role could not read it otherwise.`;
  },
  ({ formats }) => {
    const wrong = formats.find(
      ({ format: { converter, glue } }) =>
        readsGlue(converter) && glue.role !== undefined && !ONE_ROLE.test(glue.role.arn),
    );
    return wrong === undefined
      ? undefined
      : `${wrong.side}.converter.assumeRoleArn of the topic ${wrong.topic} is "${wrong.format.glue.role?.arn}", which is not the name of one role. Name one.`;
  },
  ({ options: { function: { registrySecretKeyArns = [] } = {} }, formats }) =>
    registrySecretKeyArns.length > 0 && formats.flatMap(registrySecretArns).length === 0
      ? 'function.registrySecretKeyArns are keys of the secrets of schema registries, and no topic has such a secret. Set schema.registry.secret.arn or schema.registry.ca.secret.arn of a converter, or remove function.registrySecretKeyArns.'
      : undefined,
];

/** Whether Lambda looks at the keys or values with its registry before the bridge gets them. */
function isReadByLambda(registry: SchemaRegistry | undefined, side: SideFormat['side']): boolean {
  return registry !== undefined && (registry.attributes ?? ['VALUE']).includes(attributeOf(side));
}

function attributeOf(side: SideFormat['side']): 'KEY' | 'VALUE' {
  return side === 'key' ? 'KEY' : 'VALUE';
}

/** What arrives is a document of Lambda's making, although its metadata still names a schema. */
function jsonProblem({ topic, side, format }: SideFormat): string | undefined {
  if (format.converter !== 'json') {
    return `mapping.schemaRegistry hands ${side}s over as JSON, and ${side}.converter of the topic ${topic} is "${format.converter}". Set it to "json", or take ${attributeOf(side)} out of mapping.schemaRegistry.attributes.`;
  }
  return format.hasSchemaEnvelope
    ? `mapping.schemaRegistry hands ${side}s over as JSON without schemas, and ${side}.converter.schemas.enable of the topic ${topic} expects them in each document. Remove it.`
    : undefined;
}

/** The frame is gone and only the metadata names the schema, so that the converter has to be one of that registry. */
function sourceProblem(registry: SchemaRegistry, { topic, side, format }: SideFormat): string | undefined {
  const kind = registryKind(registry);
  if (kind === 'glue' ? !readsGlue(format.converter) : !readsConfluent(format.converter)) {
    return `mapping.schemaRegistry.recordFormat "SOURCE" leaves decoding to the bridge, and ${side}.converter of the topic ${topic} is "${format.converter}". Set it to "${kind}", or take ${attributeOf(side)} out of mapping.schemaRegistry.attributes.`;
  }
  return kind === 'confluent' && format.confluent === undefined
    ? `mapping.schemaRegistry.recordFormat "SOURCE" leaves decoding to the bridge, which has to read the schemas itself. Set ${side}.converter.schema.registry.url of the topic ${topic}.`
    : undefined;
}
