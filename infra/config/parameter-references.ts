import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

/** Any text of the options may be `ssm:<name>`: the value of that SSM parameter, as it is when the stack is deployed. */
const REFERENCE = /^ssm:(\/?[a-zA-Z0-9_.\-/]+)$/;

/** Names an SSM parameter where a value is expected. */
export function parameterReference(parameterName: string): string {
  return `ssm:${parameterName}`;
}

/**
 * Options with the values of SSM parameters in place of their names. That is how a stack takes over what another one, or
 * another team, made: by a name that can be agreed on beforehand.
 */
export function resolveParameterReferences<Options>(scope: Construct, options: Options): Options;
export function resolveParameterReferences(scope: Construct, options: unknown): unknown {
  if (typeof options === 'string') {
    const [, name] = REFERENCE.exec(options) ?? [];
    return name === undefined ? options : StringParameter.valueForStringParameter(scope, name);
  }
  if (Array.isArray(options)) return options.map((item) => resolveParameterReferences(scope, item));
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [name, resolveParameterReferences(scope, value)]),
  );
}
