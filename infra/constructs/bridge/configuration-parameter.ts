import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { configurationParameterName } from '../../../shared/configuration-parameter.ts';
import { ENVIRONMENT } from '../../../shared/environment.ts';
import type { ConfigurationMembers } from './bridge-options.ts';

export interface ConfigurationParameterProps {
  readonly bridgeName: string;
  /** Members of the document; may hold tokens. */
  readonly members: ConfigurationMembers;
}

/**
 * The configuration document of a bridge in an SSM parameter, by a name that an operator can guess. A change by hand takes
 * effect within a minute; the next deployment that changes the document replaces it.
 */
export class ConfigurationParameter extends Construct {
  readonly #parameter: StringParameter;

  constructor(scope: Construct, id: string, { bridgeName, members }: ConfigurationParameterProps) {
    super(scope, id);
    this.#parameter = new StringParameter(this, 'Document', {
      parameterName: configurationParameterName(bridgeName),
      description: `Configuration of the bridge ${bridgeName}: properties of the EventBridge sink connector.`,
      stringValue: Stack.of(this).toJsonString(members),
      // Documents up to 4 kB stay in the standard tier, which costs nothing.
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
  }

  get parameterName(): string {
    return this.#parameter.parameterName;
  }

  /** What the bridge is told of it. */
  get environment(): Record<string, string> {
    return { [ENVIRONMENT.configurationParameter]: this.#parameter.parameterName };
  }

  grantRead(role: Role): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReadConfiguration',
        actions: ['ssm:GetParameter'],
        resources: [this.#parameter.parameterArn],
      }),
    );
  }
}
