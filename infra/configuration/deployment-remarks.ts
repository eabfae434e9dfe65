import type { Change } from './changes.ts';

/** Properties for which a deployment gives the function permissions, or makes what it needs. */
const DEPLOYED: readonly (readonly [property: RegExp, what: string])[] = [
  [
    /^aws\.eventbridge\.(eventbus\.arn|eventbus\.global\.endpoint\.id|region)$/,
    'may put events on the bus that was named when it was deployed',
  ],
  [/^aws\.eventbridge\.iam\.role\.arn$/, 'may assume the role that was named when it was deployed'],
  [
    /^aws\.eventbridge\.offloading\.default\.s3\.(bucket|prefix|kms\.key\.arn|encryption)$/,
    'may write to the bucket that was named when it was deployed',
  ],
  [
    /(^|\.)(key|value)\.converter(\.(schema\.registry\.(ca\.)?secret\.arn|assumeRoleArn|region))?$/,
    'may read the registries and secrets that were named when it was deployed',
  ],
  [
    /^errors\.tolerance$/,
    'has the dead-letter queue and bucket that its tolerance asked for when it was deployed',
  ],
];

/** What a change needs beside the document, as sentences. */
export function deploymentRemarks(changes: readonly Change[]): string[] {
  return DEPLOYED.flatMap(([pattern, what]) => {
    const found = changes.filter(({ property }) => pattern.test(property)).map(({ property }) => property);
    return found.length === 0
      ? []
      : [`${found.join(', ')}: the function ${what}. Make the same change in bridges/, and deploy.`];
  });
}
