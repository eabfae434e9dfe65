import { KAFKA_HELP } from '../kafka/kafka-options.ts';
import { FAULT_TEXT_HELP } from './fault-text.ts';

/** What `npm start -- --help` prints. */
export const HELP = `Kafka → EventBridge on this machine: builds the functions, starts stand-ins of the AWS APIs on loopback, and
bridges records through the built artefact.

  npm start                               the demo: transactions, analyzer, notifications, bridge, bus, rules
  npm start -- samples                    play the sample events, each with its configuration
  npm start -- events/json.json           bridge one event file and print the PutEvents entries
  npm start -- my.json --config my-config.json
  npm start -- --bootstrap-servers localhost:9092 --kafka-auth none --topic orders
                                          bridge a topic of a real Kafka to the stand-in of EventBridge

The demo
  --rate N          transactions a second (1000)
  --duration N      seconds that they are made for (15); also how long a topic is bridged, by default until
                    Ctrl-C
  --batch-size N    records in a batch (500)

A topic
  --topic NAME      the topic
  --from POSITION   where a consumer group begins that is new: TRIM_HORIZON (default), LATEST, or a time
                    such as 2026-11-21T09:00:00Z
  --group ID        consumer group (kafka-eventbridge-local)

${KAFKA_HELP}
An event file or a topic
  --config FILE     configuration document; its event bus is made for the run. Without one the formats are
                    found out
  --schema ID=FILE  Avro schema that records name by this version id; can be repeated

All
  --faults TEXT     make the stand-ins fail:
${FAULT_TEXT_HELP.replaceAll(/^/gm, '                    ')}
  --logs DIRECTORY  where rules write their log files, anew in each run (.local/logs)
  --verbose         print what the functions log
  --json            print one JSON object a line: {"snapshot":…} each second, {"remark":…}, and
                    {"summary":…} last; one document for sample events and event files
  --no-build        use dist/ as it is
  -h, --help        this text

Ctrl-C ends the demo, or a topic, before its time: what is under way is finished and audited. The second
Ctrl-C, after a second or later, ends it at once. The exit code is 1 when the function fails, or when a
record is lost, invented, left in its topic, or still failing after all retries.
`;
