import { Token } from 'aws-cdk-lib';

const KEY = /^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/;

/**
 * What is wrong with the ARN of a KMS key; undefined when nothing is, or when it is known at deployment only. An alias is
 * no resource that a policy could name: services take it, and the roles would then be denied the key behind it.
 *
 * @param subject what has it, for the sentence.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyProblem(subject: string, arn: string | undefined): string | undefined {
  if (arn === undefined || Token.isUnresolved(arn) || KEY.test(arn)) return undefined;
  return `${subject} "${arn}". Give the ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; an alias allows nothing.`;
}
