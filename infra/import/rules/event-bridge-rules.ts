import { PROPERTY_DESCRIPTIONS } from '../../../shared/configuration/property-descriptions.ts';
import { carriedOver } from '../decision.ts';
import { byName, type PropertyRule } from './property-rule.ts';

const PREFIX = 'aws.eventbridge.';

/** Detail types that the connector takes as they stand: it only puts the topic into a single one. */
const NEW_DETAIL_TYPES = /:[^,]*\$\{|\$\{(?!topic\})|(^|,)[^:,]*\*[^:,]*:/;

const known = byName({
  [`${PREFIX}detail.types`]: (property) =>
    NEW_DETAIL_TYPES.test(property.value ?? '')
      ? carriedOver(
          property,
          {
            becomes: 'placeholders and * count',
            why: 'The connector takes them as they stand, but for ${topic} in a single detail type. The bridge puts topic or value in for ${…}, and in the name of a topic, * stands for any text. Look at rules that expect the text itself.',
          },
          'changed',
        )
      : undefined,
  [`${PREFIX}eventbus.resources`]: (property) =>
    property.value?.includes('${')
      ? carriedOver(
          property,
          {
            becomes: 'placeholders count',
            why: 'The connector takes ${…} as it stands. The bridge puts topic or value in for it, and leaves out a resource whose text a value does not have. Look at rules that expect the text itself.',
          },
          'changed',
        )
      : undefined,
  [`${PREFIX}iam.role.arn`]: (property) =>
    property.value === ''
      ? undefined
      : carriedOver(property, {
          why: "Its trust policy has to let the bridge's role in, where it named the role of the workers.",
        }),
  [`${PREFIX}iam.external.id`]: (property) =>
    property.value === ''
      ? undefined
      : carriedOver(
          property,
          {
            becomes: 'really sent',
            why: 'The connector takes it for the name of the session and never sends it. The bridge sends it as ExternalId; the session has the name of the connector id.',
          },
          'changed',
        ),
  [`${PREFIX}offloading.default.s3.bucket`]: (property) =>
    property.value === ''
      ? undefined
      : carriedOver(property, {
          why: 'Keys are <topic>/<partition>/<offset> instead of random, so that a repetition writes no second object.',
        }),
});

const OWN = new Set(
  PROPERTY_DESCRIPTIONS.filter(({ isConnectors }) => !isConnectors).map(({ name }) => name),
);

/** The connector's own properties, where carrying them over is not all that is to say. */
export const eventBridgeRule: PropertyRule = (property, context) => {
  if (!property.name.startsWith(PREFIX)) return undefined;
  if (property.origin === 'connector' && OWN.has(property.name)) {
    return carriedOver(
      property,
      { becomes: 'in effect', why: 'The connector has no such property and passed over it.' },
      'changed',
    );
  }
  return known(property, context);
};
