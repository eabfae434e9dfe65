/**
 * IAM compares whole ARNs, which end with a hyphen and six characters that Secrets Manager adds to the name; a wildcard would
 * allow more than one secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
 */
export function isWholeSecretArn(arn: string): boolean {
  return /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/.test(arn);
}
