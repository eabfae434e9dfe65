import { Construct } from 'constructs';
import type { AlarmThresholds } from './alarm-thresholds.ts';
import { ApplicationSignals } from './application-signals.ts';
import { BridgeAlarms } from './bridge-alarms.ts';
import { BridgeDashboard, dashboardNameOf } from './bridge-dashboard.ts';
import { BridgeMetrics } from './bridge-metrics.ts';
import { ConsoleLinks } from './console-links.ts';
import { LogQueries } from './log-queries.ts';
import type { MonitoredBridge } from './monitored-bridge.ts';

export interface BridgeMonitoringProps extends MonitoredBridge {
  /** SNS topic that is told when an alarm goes off and when it is over. @default - nobody */
  readonly alarmTopicArn?: string;
  /** @default - see AlarmThresholds */
  readonly thresholds?: AlarmThresholds;
  /** Address of the README as it is deployed from, for links in alarms. @default - sections are named, not linked */
  readonly readmeUrl?: string;
  /** Shows the function in Application Signals. @default - it is not instrumented */
  readonly applicationSignals?: { readonly layerVersionArn: string };
}

/** All that an operator of one bridge gets: dashboard, alarms, saved log queries. */
export class BridgeMonitoring extends Construct {
  readonly dashboardName: string;
  readonly alarms: BridgeAlarms;

  constructor(scope: Construct, id: string, props: BridgeMonitoringProps) {
    super(scope, id);
    const { bridgeName, bridge } = props;
    this.dashboardName = dashboardNameOf(this, bridgeName);
    const shown = {
      ...props,
      dashboardName: this.dashboardName,
      metrics: new BridgeMetrics(bridgeName, bridge.function.functionName),
      links: new ConsoleLinks(this),
    };
    this.alarms = new BridgeAlarms(this, 'Alarms', shown);
    new BridgeDashboard(this, 'Dashboard', { ...shown, alarms: this.alarms.alarms });
    new LogQueries(this, 'Queries', { bridgeName, logGroup: bridge.logGroup });
    if (props.applicationSignals !== undefined) {
      new ApplicationSignals(this, 'ApplicationSignals', {
        bridge,
        serviceName: bridgeName,
        ...props.applicationSignals,
      });
    }
  }
}
