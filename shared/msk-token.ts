import { requiredVariable } from './demo/environment.ts';

/** Name of the variable in which Lambda says where the function runs. */
const REGION_VARIABLE = 'AWS_REGION';

/**
 * A new token of IAM access control for MSK, good for 15 minutes. It is signed here, with the credentials of the
 * execution role; no request is sent, so it works without a way out of the VPC.
 */
export async function mskToken(): Promise<string> {
  const { generateAuthToken } = await import('aws-msk-iam-sasl-signer-js');
  const { token } = await generateAuthToken({ region: requiredVariable(process.env, REGION_VARIABLE) });
  return token;
}
