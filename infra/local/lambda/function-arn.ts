/** The account of everything that is made up here. */
const ACCOUNT = '123456789012';

/** As an event source mapping names the function: without a version. */
export function functionArn(name: string, region = 'us-east-1'): string {
  return `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}`;
}
