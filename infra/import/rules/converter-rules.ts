import { type Connector, type ConnectorProperty, propertyText } from '../connector.ts';
import { carriedOver, changed, type Decision, decided, notNeeded } from '../decision.ts';
import { differenceOf } from './converter-differences.ts';
import type { PropertyRule } from './property-rule.ts';

/** How keys, values and headers are decoded. */
export const converterRule: PropertyRule = (property, { connector }) => {
  const [, side, member] = /^(key|value|header)\.converter(?:\.(.+))?$/.exec(property.name) ?? [];
  if (side === undefined) return undefined;
  if (member === undefined) return converterDecision(property);
  return memberDecision(property, member, `${side}.converter`, connector);
};

function converterDecision(property: ConnectorProperty): Decision {
  if (property.origin !== 'Kafka Connect') {
    const why = differenceOf(property.value);
    return carriedOver(property, why === undefined ? {} : { why });
  }
  return carriedOver(property, {
    why: 'Not written: Kafka Connect then guesses the types of header values, where the bridge would take text.',
  });
}

/** Undefined where the bridge's own reader decides. */
function memberDecision(
  property: ConnectorProperty,
  member: string,
  converter: string,
  connector: Connector,
): Decision | undefined {
  if (member === 'schemas.enable' && property.origin === 'Kafka Connect') {
    return carriedOver(property, { why: 'Not written: true in Kafka Connect, false here.' });
  }
  if (member === 'decimal.format' && property.origin !== 'command line') return decimalFormat(property);
  return replacedBySecret(property, member, converter, connector);
}

/** It tells how Connect writes; how it reads, and how the connector writes, is fixed. */
function decimalFormat(property: ConnectorProperty): Decision {
  if (property.value?.toUpperCase() === 'BASE64') return notNeeded(property, 'It is the default, here too.');
  return decided(property, 'changed', {
    becomes: 'BASE64',
    why: `A sink only reads, so that it had no effect: the connector always sends decimals as base64. Here it would change events. If that is wanted, give --set ${property.name}=${property.value}.`,
  });
}

/** What is in a secret now, once its ARN is given. */
const SECRETS = [
  {
    arn: 'schema.registry.secret.arn',
    replaces: /^(schema\.registry\.)?(basic|bearer)\.auth\.(user\.info|token|credentials\.source)$/,
  },
  { arn: 'schema.registry.ca.secret.arn', replaces: /^(schema\.registry\.)?ssl\.truststore\./ },
] as const;

function replacedBySecret(
  property: ConnectorProperty,
  member: string,
  converter: string,
  connector: Connector,
): Decision | undefined {
  const found = SECRETS.find(
    ({ arn, replaces }) =>
      replaces.test(member) && (propertyText(connector, `${converter}.${arn}`) ?? '') !== '',
  );
  return found === undefined
    ? undefined
    : changed(property, `${converter}.${found.arn}`, 'The bridge reads it from that secret.');
}
