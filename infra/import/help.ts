export const HELP = `Makes a bridge of a connector that runs in Kafka Connect: says of every property what becomes of
it, and writes the bridge's file for cdk deploy and its configuration document.

  npm run import -- connector.json --dry-run             look first
  npm run import -- connector.json --cluster-arn ARN
  npm run import -- connector.properties --worker worker.properties
  npm run import -- connector.json --set topics=orders,refunds --remove transforms
  npm run import -- connector.json --put

FILE is one of
  what GET /connectors/NAME of Kafka Connect answers or takes, or the config object alone
  a properties file
  what aws kafkaconnect describe-connector answers
  an AWS::KafkaConnect::Connector of CloudFormation as JSON, alone or in its template
  a KafkaConnector of Strimzi as JSON

What is imported
  --connector NAME    which connector, if FILE has several
  --worker FILE       properties file of the worker, or what aws kafkaconnect
                      describe-worker-configuration answers: for converters that the connector
                      does not name
  --set NAME=VALUE    a property that takes the place of the connector's; can be repeated
  --remove NAME       leaves a property out, with all that begins with NAME and a dot, so that
                      the bridge's default holds; can be repeated

What is written
  --bridge NAME       name of the bridge (that of the connector, with hyphens)
  --cluster-arn ARN   the MSK cluster, with IAM access control
  --start-at TIME     where new consumer groups begin: a time as 2026-11-20T08:30:00Z, earliest or
                      latest (what the connector says; earliest)
  --out DIR           where NAME.json and configuration/NAME.json go (bridges)
  --overwrite         writes over other files of these names
  --dry-run           writes and stores nothing
  --put               stores the document as well, in the SSM parameter
                      /kafka-eventbridge/NAME/configuration
  --json              print the result as JSON, for machines
  --help              this text

Secrets are never shown nor copied. Nothing is written while something is unsupported or missing.
The exit code is 0 when everything was imported, 1 when something is unsupported or missing, 2 when
it could not begin.
`;
