import type { KnownDifference } from '../known-difference.ts';

export const S3_DIFFERENCES: readonly KnownDifference[] = [
  {
    questions: ['PutObject, a checksum that is wrong', 'PutObject, an MD5 that is wrong'],
    standIns: '400 BadDigest',
    moto: '{"ETag":"\\"99914b932bd37a50b983c5e7c90ae93b\\""}',
    right: 'stand-ins',
    why: 'S3 takes no object whose bytes are not those that were sent. moto does not compare.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html',
  },
  {
    questions: ['CreateBucket, a name that cannot be'],
    standIns: '400 InvalidBucketName',
    moto: '{"Location":"/Opinions_"}',
    right: 'stand-ins',
    why: 'Bucket names have no capitals and no underscores. moto looks at their length only.',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html',
  },
];
