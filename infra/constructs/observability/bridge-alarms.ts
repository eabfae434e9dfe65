import { Alarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AlarmDescriptionProps, alarmDescription } from './alarm-description.ts';
import { alarmPlans } from './alarm-plans.ts';
import { type AlarmThresholds, completeThresholds } from './alarm-thresholds.ts';
import type { BridgeMetrics } from './bridge-metrics.ts';
import type { MonitoredBridge } from './monitored-bridge.ts';

export interface BridgeAlarmsProps extends MonitoredBridge, AlarmDescriptionProps {
  readonly metrics: BridgeMetrics;
  /** @default - see AlarmThresholds */
  readonly thresholds?: AlarmThresholds;
  /** SNS topic that is told when an alarm goes off and when it is over. @default - nobody */
  readonly alarmTopicArn?: string;
}

/**
 * The alarms of one bridge. Each says what users notice, where to look first, and links there.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class BridgeAlarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, props: BridgeAlarmsProps) {
    super(scope, id);
    const plans = alarmPlans(props, props.metrics, completeThresholds(props.thresholds));
    this.alarms = plans.map(
      (plan) =>
        new Alarm(this, plan.topic === undefined ? plan.kind : `${plan.kind}-${plan.topic}`, {
          metric: plan.measured.metric,
          threshold: plan.threshold,
          evaluationPeriods: plan.periods,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          treatMissingData: plan.missingData,
          alarmDescription: alarmDescription(plan, props),
        }),
    );
    if (props.alarmTopicArn !== undefined) this.#notify(props.alarmTopicArn);
  }

  #notify(topicArn: string): void {
    const action = new SnsAction(Topic.fromTopicArn(this, 'Notified', topicArn));
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
  }
}
