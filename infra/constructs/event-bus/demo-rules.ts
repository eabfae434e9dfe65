import { Token } from 'aws-cdk-lib';
import { type EventPattern, type IEventBusRef, Rule } from 'aws-cdk-lib/aws-events';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DEMO_PATTERNS } from '../../../shared/demo-rules.ts';
import { LogGroupTarget } from './log-group-target.ts';
import { QueueTarget } from './queue-target.ts';
import { TargetDelivery, type TargetDeliveryProps } from './target-delivery.ts';
import { WebhookTarget } from './webhook-target.ts';

export interface DemoRulesProps {
  /** A bus of this account and Region. */
  readonly eventBus: IEventBusRef;
  /** Where suspicious activity is posted to as well, https. @default - nowhere */
  readonly webhookUrl?: string;
  /** How long EventBridge tries, and what becomes of the dead-letter queue. @default - a day, 185 times; retained */
  readonly delivery?: TargetDeliveryProps;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** The rules of the demo: suspicious activity to a log and a webhook, everything to a queue. */
export class DemoRules extends Construct {
  readonly suspiciousActivity: LogGroupTarget;
  readonly allNotifications: QueueTarget;
  /** Undefined without an address. */
  readonly webhook: WebhookTarget | undefined;
  readonly delivery: TargetDelivery;

  constructor(scope: Construct, id: string, props: DemoRulesProps) {
    super(scope, id);
    const { eventBus, webhookUrl, logRetention } = props;
    const delivery = new TargetDelivery(this, 'Delivery', props.delivery);
    this.delivery = delivery;
    this.suspiciousActivity = new LogGroupTarget(this, 'SuspiciousActivityLog', {
      delivery,
      ...(logRetention === undefined ? {} : { retention: logRetention }),
    });
    this.webhook =
      webhookUrl === undefined
        ? undefined
        : new WebhookTarget(this, 'FraudDesk', { delivery, url: webhookUrl });
    this.allNotifications = new QueueTarget(this, 'AllNotificationsQueue', { delivery });

    new Rule(this, 'SuspiciousActivity', {
      description: 'Suspicious activity that the analyzer of the demo found',
      eventBus,
      eventPattern: eventPattern(DEMO_PATTERNS.suspiciousActivity),
      targets: [this.suspiciousActivity, ...(this.webhook === undefined ? [] : [this.webhook])],
    });
    new Rule(this, 'AllNotifications', {
      description: 'Every event of the bridge',
      eventBus,
      eventPattern: eventPattern(DEMO_PATTERNS.allNotifications),
      targets: [this.allNotifications],
    });
  }
}

interface WirePattern {
  readonly 'detail-type': readonly object[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** CDK wants other names, and matchers as tokens. */
function eventPattern({ 'detail-type': detailType, detail }: WirePattern): EventPattern {
  return { detailType: Token.asList(detailType), ...(detail === undefined ? {} : { detail }) };
}
