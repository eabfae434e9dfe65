import { Duration, Stack } from 'aws-cdk-lib';
import { type Alarm, AlarmStatusWidget, Dashboard, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { BridgeMetrics } from './bridge-metrics.ts';
import type { ConsoleLinks } from './console-links.ts';
import { dashboardRows } from './dashboard-rows.ts';
import { LOG_QUERIES, type LogQuery, queryFolder, queryText } from './log-queries.ts';
import type { MonitoredBridge } from './monitored-bridge.ts';
import { readmeReference } from './readme-links.ts';
import { type ReadmeSection, RUNBOOK } from './runbook.ts';

export interface BridgeDashboardProps extends MonitoredBridge {
  readonly dashboardName: string;
  readonly metrics: BridgeMetrics;
  readonly alarms: readonly Alarm[];
  readonly links: ConsoleLinks;
  /** @default - sections are named, not linked */
  readonly readmeUrl?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const MAX_ALARMS_OF_A_WIDGET = 100;

const HEAD_HEIGHT = 6;
const DASHBOARD_WIDTH = 24;

/**
 * One dashboard a bridge: alarms and links, then the way of the records from the topic to the bus.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
 */
export class BridgeDashboard extends Construct {
  constructor(scope: Construct, id: string, props: BridgeDashboardProps) {
    super(scope, id);
    const { dashboardName, alarms } = props;
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName, defaultInterval: Duration.hours(3) });
    dashboard.addWidgets(
      alarmStatus(alarms.slice(0, MAX_ALARMS_OF_A_WIDGET), (DASHBOARD_WIDTH / 3) * 2),
      new TextWidget({ markdown: guide(props), width: DASHBOARD_WIDTH / 3, height: HEAD_HEIGHT }),
    );
    for (let shown = MAX_ALARMS_OF_A_WIDGET; shown < alarms.length; shown += MAX_ALARMS_OF_A_WIDGET) {
      dashboard.addWidgets(alarmStatus(alarms.slice(shown, shown + MAX_ALARMS_OF_A_WIDGET), DASHBOARD_WIDTH));
    }
    for (const row of dashboardRows(props, props.metrics)) dashboard.addWidgets(...row);
  }
}

function alarmStatus(alarms: readonly Alarm[], width: number): AlarmStatusWidget {
  return new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width, height: HEAD_HEIGHT });
}

/**
 * Named, because alarms link to the dashboard that shows them: names that CloudFormation makes would refer in a circle.
 * Dashboards of all Regions of an account share one list, hence the Region.
 */
export function dashboardNameOf(scope: Construct, bridgeName: string): string {
  return `kafka-eventbridge-${bridgeName}-${Stack.of(scope).region}`;
}

function guide({ bridgeName, bridge, mappings, links, readmeUrl }: BridgeDashboardProps): string {
  const topics = mappings.map(({ topic }) => `\`${topic}\``).join(', ');
  const queries = Object.entries<LogQuery>(LOG_QUERIES).map(([name, query]) =>
    query.parameters === undefined
      ? `[${name}](${links.logsInsights(bridge.logGroup.logGroupName, queryText(query))})`
      : `${name} (saved)`,
  );
  const sections = [...new Set(Object.values(RUNBOOK).map(({ section }) => section))].sort();
  return [
    `# ${bridgeName}`,
    `Topics: ${topics}`,
    `**Logs:** ${queries.join(' · ')}`,
    `Saved queries: \`${queryFolder(bridgeName)}\``,
    `**README:** ${sections.map((section) => sectionLink(section, readmeUrl)).join(' · ')}`,
  ].join('\n\n');
}

function sectionLink(section: ReadmeSection, readmeUrl: string | undefined): string {
  return readmeUrl === undefined ? section : `[${section}](${readmeReference(section, readmeUrl)})`;
}
