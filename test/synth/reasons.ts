/** Step Functions sets up the delivery of its log itself; AWS documents these actions for it on every resource. */
const LOG_DELIVERY = 'Log delivery actions take no resource.';

/** Why a statement may name every resource: by action. An action that is not here may not. */
export const ANY_RESOURCE_REASONS: Readonly<Record<string, string>> = {
  'ec2:AssignPrivateIpAddresses': 'The ids of the interfaces are known to Lambda only.',
  'ec2:CreateNetworkInterface':
    "Interfaces are made in subnets that the cluster, or the function's network, names.",
  'ec2:DeleteNetworkInterface': 'The ids of the interfaces are known to Lambda only.',
  'ec2:DescribeNetworkInterfaces': 'Describe actions of EC2 take no resource.',
  'ec2:DescribeSecurityGroups': 'Describe actions of EC2 take no resource.',
  'ec2:DescribeSubnets': 'Describe actions of EC2 take no resource.',
  'ec2:DescribeVpcs': 'Describe actions of EC2 take no resource.',
  'ec2:UnassignPrivateIpAddresses': 'The ids of the interfaces are known to Lambda only.',
  'glue:GetSchemaVersion':
    'A record names its schema by the id of a version, which belongs to no ARN beforehand.',
  'logs:CreateLogDelivery': LOG_DELIVERY,
  'logs:DeleteLogDelivery': LOG_DELIVERY,
  'logs:DescribeLogGroups': LOG_DELIVERY,
  'logs:DescribeResourcePolicies': LOG_DELIVERY,
  'logs:GetLogDelivery': LOG_DELIVERY,
  'logs:ListLogDeliveries': LOG_DELIVERY,
  'logs:PutResourcePolicy': LOG_DELIVERY,
  'logs:UpdateLogDelivery': LOG_DELIVERY,
  'sts:GetWebIdentityToken': 'The action takes no resource; a condition limits it to one audience.',
  'xray:GetSamplingRules': 'The action takes no resource.',
  'xray:GetSamplingTargets': 'The action takes no resource.',
  'xray:PutTelemetryRecords': 'The action takes no resource.',
  'xray:PutTraceSegments': 'The action takes no resource.',
};

const OBJECTS = {
  suffix: /\/\*$/,
  reason: 'The keys of objects in one bucket are chosen as they are written.',
};

/** Why a resource may hold a wildcard: by action, with where it has to be. */
export const WILDCARD_SUFFIX_REASONS: Readonly<
  Record<string, { readonly suffix: RegExp; readonly reason: string }>
> = {
  'events:PutEvents': {
    suffix: /:events:\*:\d{12}:event-bus\/[^*]+$/,
    reason: 'A global endpoint passes events on to the bus of one name in the Region that is healthy.',
  },
  's3:PutObject': OBJECTS,
  's3:GetObject': OBJECTS,
  's3:DeleteObject': OBJECTS,
};

/** Endpoint policies narrow what roles allow already; a condition limits these to resources of the account. */
export const ENDPOINT_REASONS: Readonly<Record<string, string>> = {
  's3:ListBucket': 'Any bucket of the account: failed batches of every mapping pass the endpoint.',
  's3:PutObject': 'Any bucket of the account: failed batches of every mapping pass the endpoint.',
};
