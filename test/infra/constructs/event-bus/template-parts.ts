import type { Template } from 'aws-cdk-lib/assertions';

export interface TemplateResource {
  readonly logicalId: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** The resources of a type, in the order of the template. */
export function resources(template: Template, type: string): TemplateResource[] {
  return Object.entries(template.findResources(type)).map(([logicalId, { Properties = {}, ...rest }]) => ({
    logicalId,
    Properties,
    ...rest,
  }));
}

/** The resource of a type of which there is one. */
export function only(template: Template, type: string): TemplateResource {
  const [resource, ...others] = resources(template, type);
  if (resource === undefined || others.length > 0) {
    throw new Error(
      `The template has ${resource === undefined ? 0 : others.length + 1} of ${type}, not one.`,
    );
  }
  return resource;
}

export function arnOf({ logicalId }: TemplateResource): object {
  return { 'Fn::GetAtt': [logicalId, 'Arn'] };
}

/** The statements of the stack's policy for log groups, a text in the template; `<LogicalId.Arn>` for an attribute. */
export function logWriteStatements(template: Template): unknown[] {
  const { PolicyDocument } = only(template, 'AWS::Logs::ResourcePolicy').Properties;
  return JSON.parse(flat(PolicyDocument)).Statement;
}

function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(flat).join('');
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']))
    return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Ref' in value) return `<${value.Ref}>`;
  throw new Error(`No text: ${JSON.stringify(value)}`);
}
