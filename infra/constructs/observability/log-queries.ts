import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnQueryDefinition } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** A query of CloudWatch Logs Insights over the log group of a bridge. */
export interface LogQuery {
  /** Commands, in their order. */
  readonly commands: readonly string[];
  /** Placeholders `{{name}}` of the commands, with their meaning and a value to start from. @default - none */
  readonly parameters?: readonly {
    readonly name: string;
    readonly meaning: string;
    readonly example: string;
  }[];
}

/**
 * Fields are those of the bridge's own lines (`functions/bridge/report.ts`), of Lambda's platform lines in JSON and of the
 * pollers' lines.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/esm-logging.html
 */
export const LOG_QUERIES = {
  /** What failed, how often, and what to do. */
  'failures-by-code': {
    commands: [
      'filter ispresent(remedy)',
      'stats sum(`count`) as records, max(@timestamp) as latest by code, level, remedy',
      'sort records desc',
    ],
  },
  /** What became of one record. A line names the first ten records of a failure, and counts the others. */
  'record-history': {
    commands: [
      'filter @message like /"topic":"{{topic}}","partition":{{partition}},"offset":{{offset}},/',
      'fields @timestamp, level, message, remedy, function_request_id',
      'sort @timestamp asc',
    ],
    parameters: [
      { name: 'topic', meaning: 'Topic of the record', example: 'orders' },
      { name: 'partition', meaning: 'Partition of the record', example: '0' },
      { name: 'offset', meaning: 'Offset of the record', example: '0' },
    ],
  },
  'slowest-invocations': {
    commands: [
      'filter type = "platform.report"',
      'fields @timestamp, record.requestId, record.metrics.durationMs as durationMs, record.metrics.maxMemoryUsedMB as memoryMb, record.status',
      'sort durationMs desc',
      'limit 50',
    ],
  },
  'cold-starts': {
    commands: [
      'filter type = "platform.report" and ispresent(record.metrics.initDurationMs)',
      'stats count(*) as coldStarts, pct(record.metrics.initDurationMs, 50) as p50Ms, max(record.metrics.initDurationMs) as maxMs by bin(5m)',
    ],
  },
  /** Configurations that came into force, and those that were refused. */
  'configuration-changes': {
    commands: [
      'filter message like /onfiguration (in force|is not used|to work with)/',
      'fields @timestamp, level, message, error.message',
      'sort @timestamp desc',
    ],
  },
  /** Invocations that threw, timed out or ran out of memory, and what the bridge said. */
  'function-errors': {
    commands: [
      'filter level in ["ERROR", "FATAL"] or record.status in ["error", "failure", "timeout"]',
      'fields @timestamp, message, errorMessage, error.message, type, record.status',
      'sort @timestamp desc',
    ],
  },
  /** Lines of provisioned pollers: problems always, connections from log level INFO, offsets with DEBUG. */
  'mapping-status': {
    commands: [
      'filter eventType in ["ESM_PROCESSING_EVENT", "POLLER_STATUS_EVENT", "KAFKA_STATUS_EVENT"]',
      'fields @timestamp, eventType, logLevel, error.errorCode, error.errorMessage, resourceArn',
      'sort @timestamp desc',
    ],
  },
} as const satisfies Record<string, LogQuery>;

export type LogQueryName = keyof typeof LOG_QUERIES;

export interface LogQueriesProps {
  readonly bridgeName: string;
  readonly logGroup: ILogGroup;
}

/**
 * The queries, saved: a folder a bridge in the list of CloudWatch Logs Insights.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html
 */
export class LogQueries extends Construct {
  constructor(scope: Construct, id: string, { bridgeName, logGroup }: LogQueriesProps) {
    super(scope, id);
    for (const [name, query] of Object.entries<LogQuery>(LOG_QUERIES)) {
      new CfnQueryDefinition(this, name, {
        name: `${queryFolder(bridgeName)}/${name}`,
        logGroupNames: [logGroup.logGroupName],
        queryString: queryText(query),
        ...(query.parameters === undefined
          ? {}
          : {
              parameters: query.parameters.map(({ name, meaning, example }) => ({
                name,
                description: meaning,
                defaultValue: example,
              })),
            }),
      });
    }
  }
}

/** Where the saved queries of a bridge are listed. */
export function queryFolder(bridgeName: string): string {
  return `kafka-eventbridge/${bridgeName}`;
}

export function queryText({ commands }: LogQuery): string {
  return commands.join('\n| ');
}
