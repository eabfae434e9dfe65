import type { FoundConnector } from './found-connector.ts';
import { isMembers, type Members, membersIn, textIn } from './json-members.ts';

/**
 * The connectors in a JSON document, in whichever usual form: the REST API of Kafka Connect (one connector, all with
 * `?expand=info`, or the bare `config`), `aws kafkaconnect describe-connector`, a resource of CloudFormation alone or in its
 * template, and a `KafkaConnector` of Strimzi.
 */
export function findConnectors(document: Members): readonly FoundConnector[] {
  for (const read of FORMS) {
    const found = read(document);
    if (found.length > 0) return found;
  }
  return [];
}

/** Tried in this order; the bare object of properties says least about itself. */
const FORMS: readonly ((document: Members) => readonly FoundConnector[])[] = [
  fromTemplate,
  fromResource,
  fromDescription,
  fromStrimzi,
  fromRest,
  fromExpandedRest,
  fromConfig,
];

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kafkaconnect-connector.html */
const RESOURCE_TYPE = 'AWS::KafkaConnect::Connector';

function fromTemplate(document: Members): readonly FoundConnector[] {
  const resources = membersIn(document, 'Resources') ?? {};
  return Object.values(resources).flatMap((resource) => (isMembers(resource) ? fromResource(resource) : []));
}

/** A resource, or its properties alone. */
function fromResource(resource: Members): readonly FoundConnector[] {
  const isResource = resource.Type === RESOURCE_TYPE;
  const properties = isResource ? (membersIn(resource, 'Properties') ?? {}) : resource;
  const config = membersIn(properties, 'ConnectorConfiguration');
  if (config === undefined) return [];
  return [
    {
      form: 'msk-connect',
      name: textIn(properties, 'ConnectorName'),
      config,
      surroundings: {
        authentication: textIn(
          membersIn(properties, 'KafkaClusterClientAuthentication'),
          'AuthenticationType',
        ),
        roleArn: textIn(properties, 'ServiceExecutionRoleArn'),
        hasOwnWorkerConfiguration: properties.WorkerConfiguration !== undefined,
        workerConfigurationArn: textIn(
          membersIn(properties, 'WorkerConfiguration'),
          'WorkerConfigurationArn',
        ),
      },
    },
  ];
}

/** @see https://docs.aws.amazon.com/MSKC/latest/mskc/API_DescribeConnector.html */
function fromDescription(description: Members): readonly FoundConnector[] {
  const config = membersIn(description, 'connectorConfiguration');
  if (config === undefined) return [];
  const worker = membersIn(description, 'workerConfiguration');
  return [
    {
      form: 'msk-connect',
      name: textIn(description, 'connectorName'),
      config,
      surroundings: {
        authentication: textIn(
          membersIn(description, 'kafkaClusterClientAuthentication'),
          'authenticationType',
        ),
        roleArn: textIn(description, 'serviceExecutionRoleArn'),
        hasOwnWorkerConfiguration: worker !== undefined,
        workerConfigurationArn: textIn(worker, 'workerConfigurationArn'),
      },
    },
  ];
}

/** @see https://strimzi.io/docs/operators/latest/configuring.html#type-KafkaConnectorSpec-reference */
function fromStrimzi(document: Members): readonly FoundConnector[] {
  const spec = membersIn(document, 'spec');
  if (document.kind !== 'KafkaConnector' || spec === undefined) return [];
  const { class: connectorClass, tasksMax, config } = spec;
  return [
    {
      form: 'kafka-connect',
      name: textIn(membersIn(document, 'metadata'), 'name'),
      config: {
        ...(connectorClass === undefined ? {} : { 'connector.class': connectorClass }),
        ...(tasksMax === undefined ? {} : { 'tasks.max': tasksMax }),
        ...(isMembers(config) ? config : {}),
      },
    },
  ];
}

/** @see https://kafka.apache.org/documentation/#connect_rest */
function fromRest(document: Members): readonly FoundConnector[] {
  const config = membersIn(document, 'config');
  if (config === undefined) return [];
  return [{ form: 'kafka-connect', name: textIn(document, 'name') ?? textIn(config, 'name'), config }];
}

/** `GET /connectors?expand=info`: an object of connectors by name. */
function fromExpandedRest(document: Members): readonly FoundConnector[] {
  return Object.values(document).flatMap((member) => {
    const info = isMembers(member) ? membersIn(member, 'info') : undefined;
    return info === undefined ? [] : fromRest(info);
  });
}

function fromConfig(config: Members): readonly FoundConnector[] {
  const isConfig = Object.keys(config).some((name) => /^(aws\.eventbridge\.|connector\.class$)/.test(name));
  return isConfig ? [{ form: 'kafka-connect', name: textIn(config, 'name'), config }] : [];
}
