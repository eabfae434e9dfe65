import { KAFKA_HELP } from '../kafka/kafka-options.ts';
import { DEFAULT_RATE } from './options.ts';

export const HELP = `Puts records that were given up through the bridge again: its dead letters, and the documents that Lambda
writes to its on-failure destinations. Deletes what was sent; everything else stays where it is.

  npm run redrive -- --bridge payments --queue URL --dry-run        look first
  npm run redrive -- --bridge payments --queue URL
  npm run redrive -- --bridge payments --bucket NAME --since 2026-11-20T00:00:00Z
  npm run redrive -- --bridge payments --topic failures --bootstrap-servers b-1.example.com:9098

From (at least one)
  --queue URL              dead letters and their notices, Lambda's documents, notifications of S3
                           or SNS; can be repeated
  --bucket NAME            dead letters, or Lambda's documents, as objects
  --prefix TEXT            only keys that begin with it
  --topic NAME             the Kafka topic that is Lambda's on-failure destination; nothing is
                           deleted there

Through (one of them)
  --bridge NAME            a bridge that cdk deployed: its parameter /kafka-eventbridge/NAME/configuration
  --config-parameter NAME  another SSM parameter with the configuration document
  --config FILE            the document itself

Only
  --only-topic NAME        records of this topic; can be repeated
  --code CODE              records that failed with this code, or condition of Lambda; can be repeated
  --since TIME             given up at this time or later, ISO 8601
  --until TIME             given up before this time
  --limit N                N records at most
  --cluster-arn ARN        read back offsets of this cluster only

How
  --dry-run                show what would be redriven; send and delete nothing
  --rate N                 records a second at most (${DEFAULT_RATE})
  --journal FILE           remembers what was sent (.local/redrive/, a file for each bridge and bus)
  --json                   print the result as JSON, for machines
  --help                   this text

Dead letters that only tell offsets need the Kafka that has the records, and so does --topic.

${KAFKA_HELP}
Ctrl-C ends it after what is under way. Run it again to go on: what the journal knows is not sent twice.
The second Ctrl-C, after a second or later, ends it at once: what is under way may then be sent twice.
The exit code is 0 when everything selected is done, 1 when something stays, 2 when it could not begin.
`;
