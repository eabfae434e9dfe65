import { RemovalPolicy, Token, Validations } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  HttpMethod,
  type IRuleRef,
  type IRuleTarget,
  type RuleTargetConfig,
} from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type Rule, refuseContradictions } from '../contradictions.ts';
import type { TargetDelivery } from './target-delivery.ts';

export interface WebhookTargetProps {
  readonly delivery: TargetDelivery;
  /** Where events are posted to: https, with a certificate of a public authority. It has 5 seconds to answer. */
  readonly url: string;
  /** Header that carries the key. @default 'x-api-key' */
  readonly apiKeyHeader?: string;
  /** Posts a second at most; events above it wait. 1 to 300, the default quota of EventBridge. @default 10 */
  readonly ratePerSecond?: number;
}

const RATE_PER_SECOND = 10;
const MAX_RATE_PER_SECOND = 300;
const API_KEY_LENGTH = 40;

const RULES: readonly Rule<WebhookTargetProps>[] = [
  ({ url }) =>
    Token.isUnresolved(url) || (URL.canParse(url) && new URL(url).protocol === 'https:')
      ? undefined
      : `EventBridge posts to https only: give an address that begins with https:// instead of "${url}".`,
  ({ ratePerSecond: rate }) =>
    rate === undefined || (Number.isInteger(rate) && rate >= 1 && rate <= MAX_RATE_PER_SECOND)
      ? undefined
      : `"ratePerSecond" is ${rate}: give 1 to ${MAX_RATE_PER_SECOND}.`,
];

/**
 * A web address to which a rule posts its events, with a key in a header by which the receiver knows them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export class WebhookTarget extends Construct implements IRuleTarget {
  /** The generated key, to be given to the receiver. */
  readonly apiKey: Secret;
  readonly destination: ApiDestination;
  readonly #role: Role;
  readonly #delivery: TargetDelivery;

  constructor(scope: Construct, id: string, props: WebhookTargetProps) {
    super(scope, id);
    refuseContradictions('The webhook', props, RULES);
    this.#delivery = props.delivery;
    this.apiKey = this.#generateKey();
    this.destination = new ApiDestination(this, 'Destination', {
      endpoint: props.url,
      httpMethod: HttpMethod.POST,
      rateLimitPerSecond: props.ratePerSecond ?? RATE_PER_SECOND,
      connection: new Connection(this, 'Connection', {
        authorization: Authorization.apiKey(props.apiKeyHeader ?? 'x-api-key', this.apiKey.secretValue),
      }),
    });
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      inlinePolicies: {
        PostToWebhook: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['events:InvokeApiDestination'],
              resources: [this.destination.apiDestinationArn],
            }),
          ],
        }),
      },
    });
  }

  bind(rule: IRuleRef): RuleTargetConfig {
    return {
      ...this.#delivery.of(rule),
      arn: this.destination.apiDestinationArn,
      role: this.#role,
      targetResource: this.destination,
    };
  }

  #generateKey(): Secret {
    const secret = new Secret(this, 'ApiKey', {
      description: 'By this key the receiver of the webhook knows the events of EventBridge',
      generateSecretString: { passwordLength: API_KEY_LENGTH, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'The receiver of the webhook has to learn a new key at the same moment, which no schedule here can arrange; its owner rotates it.',
    });
    return secret;
  }
}
