import { notNeededReason, unsupportedProperty } from '../../../shared/configuration/connect-properties.ts';
import { capitalised } from '../capitalised.ts';
import { carriedOver, notNeeded } from '../decision.ts';
import type { PropertyRule } from './property-rule.ts';

/** What the bridge, or Kafka Connect for a sink, may know by this name. */
const KNOWN = /^(aws\.eventbridge\.|(key|value|header)\.converter(\.|$)|errors\.)/;

/** Properties of source connectors and of workers. */
const OTHERS =
  /^(producer\.|admin\.|topic\.creation\.|offsets\.storage\.|exactly\.once\.|transaction\.boundary|bootstrap\.servers$|plugin\.path$|config\.(providers|storage)|offset\.|status\.|group\.id$|rest\.|listeners$|internal\.)/;

/** Everything else: the bridge's own reader has the last word on what is carried over. */
export const remainingRule: PropertyRule = (property) => {
  const reason = notNeededReason(property.name);
  if (reason !== undefined) return notNeeded(property, `${capitalised(reason)}.`);
  // Refused with a reason of its own, without the value.
  if (unsupportedProperty(property.name) !== undefined && property.value !== undefined)
    return { ...carriedOver(property), document: { [property.name]: property.value } };
  if (KNOWN.test(property.name)) return carriedOver(property);
  return notNeeded(
    property,
    OTHERS.test(property.name)
      ? 'It is for workers or source connectors, and had no effect.'
      : 'Neither Kafka Connect nor the connector knows it: it had no effect.',
  );
};
