import { type Connector, type ConnectorProperty, propertyText } from '../connector.ts';
import { changed, type Decision, notNeeded, unsupported } from '../decision.ts';
import { byName, type PropertyRule } from './property-rule.ts';

const PREFIX = 'consumer.override.';

/** Lambda's largest batch. https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const MAX_BATCH_SIZE = 10_000;

const known = byName({
  [`${PREFIX}auto.offset.reset`]: startingPosition,
  [`${PREFIX}max.poll.records`]: batchSize,
  [`${PREFIX}isolation.level`]: isolationLevel,
  [`${PREFIX}key.deserializer`]: deserializer,
  [`${PREFIX}value.deserializer`]: deserializer,
  [`${PREFIX}interceptor.classes`]: (property) =>
    unsupported(
      property,
      `An interceptor may change or drop records, and none runs here. Leave it out with --remove ${property.name} if it only watches.`,
    ),
});

/** How the connector's consumer reads; the event source mapping takes its place. */
export const consumerRule: PropertyRule = (property, context) => {
  if (!property.name.startsWith(PREFIX)) return undefined;
  const decision = known(property, context);
  if (decision !== undefined) return decision;
  if (isLogin(property.name)) return login(property, context.connector);
  return notNeeded(property, "Lambda's pollers are the consumer, and tune themselves.");
};

function startingPosition(property: ConnectorProperty): Decision {
  const why = 'It counts where the consumer group has no offsets yet.';
  if (property.value === 'earliest') {
    return changed(property, 'mapping.startingPosition TRIM_HORIZON', why, {
      startingPosition: 'TRIM_HORIZON',
    });
  }
  if (property.value === 'latest') {
    return changed(
      property,
      'mapping.startingPosition LATEST',
      `${why} Records that are written while the mapping is made may then be left out.`,
      { startingPosition: 'LATEST' },
    );
  }
  return unsupported(
    property,
    `A mapping begins at the earliest or latest record or at a time. Give --set ${property.name}=earliest, or leave it out with --remove ${property.name} and give --start-at TIME.`,
  );
}

function batchSize(property: ConnectorProperty): Decision {
  const records = Number(property.value);
  if (!Number.isInteger(records) || records < 1) {
    return unsupported(property, `It is no number of records. Give --set ${property.name}=500, for example.`);
  }
  const size = Math.min(records, MAX_BATCH_SIZE);
  const why =
    size === records
      ? 'Records in one invocation, at most; its 6 MB may end a batch earlier.'
      : `Lambda takes ${MAX_BATCH_SIZE} records in one invocation, at most.`;
  return changed(property, `mapping.batchSize ${size}`, why, { batchSize: size });
}

function isolationLevel(property: ConnectorProperty): Decision {
  if (property.value === 'read_uncommitted') return notNeeded(property, 'It is the default of Kafka.');
  return unsupported(
    property,
    `Lambda's pollers have no such setting: records of transactions that were given up may become events. Leave it out with --remove ${property.name} if producers use no transactions, or if that may be.`,
  );
}

/** Converters read bytes, which another deserializer may have made of other bytes. */
function deserializer(property: ConnectorProperty): Decision {
  if (property.value === 'org.apache.kafka.common.serialization.ByteArrayDeserializer') {
    return notNeeded(property, 'It is the default of Kafka Connect.');
  }
  return unsupported(
    property,
    `It reads records before the converter does, to decrypt them for example, and none runs here. Leave it out with --remove ${property.name} if converters can read the records as they are on the topic.`,
  );
}

function isLogin(name: string): boolean {
  return /\.(security\.protocol|sasl\.|ssl\.)/.test(name);
}

function login(property: ConnectorProperty, connector: Connector): Decision {
  if (propertyText(connector, `${PREFIX}sasl.mechanism`) === 'AWS_MSK_IAM') {
    return notNeeded(property, 'source.authentication of the bridge is iam.');
  }
  return changed(
    property,
    'source.authentication of the bridge',
    'It tells how Lambda logs in, and is iam in the file that is written. For SCRAM, PLAIN or certificates, change it there, with the ARN of a secret of Secrets Manager.',
  );
}
