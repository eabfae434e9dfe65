import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { chapter } from '../chapter.ts';
import type { Clients } from '../clients.ts';

const BUCKET = 'opinions';
const KEY = 'letters/orders/0/00000000000000000001.json';
const OTHER_KEYS = ['letters/a b+c.json', 'letters/Zürich.json', 'other.json'];

async function get({ s3 }: Clients, Key: string) {
  const { Body, ContentType, ContentLength, ETag } = await s3.send(
    new GetObjectCommand({ Bucket: BUCKET, Key }),
  );
  return { text: await Body?.transformToString(), ContentType, ContentLength, ETag };
}

const create = (Bucket: string) =>
  new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } });

async function putWrong(s3: S3Client, checksum: Partial<PutObjectCommandInput>) {
  const object = { Bucket: BUCKET, Key: 'wrong', Body: '{}', ...checksum };
  return { ETag: (await s3.send(new PutObjectCommand(object))).ETag };
}

export const S3 = chapter(
  'S3',
  async (clients) => {
    await clients.s3.send(create(BUCKET));
    return clients;
  },
  {
    PutObject: async ({ s3 }) => {
      const object = { Bucket: BUCKET, Key: KEY, Body: '{"city":"Zürich"}', ContentType: 'application/json' };
      const { ETag, ChecksumCRC32 } = await s3.send(new PutObjectCommand(object));
      return { ETag, ChecksumCRC32 };
    },
    GetObject: (clients) => get(clients, KEY),
    'GetObject, a key that does not exist': (clients) => get(clients, 'none'),
    'GetObject, a bucket that does not exist': ({ s3 }) =>
      s3.send(new GetObjectCommand({ Bucket: 'opinions-none', Key: KEY })),
    'PutObject, a bucket that does not exist': ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket: 'opinions-none', Key: KEY, Body: '{}' })),
    'PutObject, keys of any characters': async (clients) => {
      for (const Key of OTHER_KEYS) {
        await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
      }
      return (await get(clients, 'letters/a b+c.json')).text;
    },
    'PutObject, only when there is none': ({ s3 }) =>
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: '{}', IfNoneMatch: '*' })),
    'PutObject, a checksum that is wrong': ({ s3 }) => putWrong(s3, { ChecksumCRC32: 'AAAAAA==' }),
    'PutObject, an MD5 that is wrong': ({ s3 }) => putWrong(s3, { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
    HeadObject: async ({ s3 }) => {
      const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }));
      const { ContentType, ContentLength, ETag } = head;
      return { ContentType, ContentLength, ETag };
    },
    'HeadObject, a key that does not exist': ({ s3 }) =>
      s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'none' })),
    HeadBucket: async ({ s3 }) => (await s3.send(new HeadBucketCommand({ Bucket: BUCKET }))).BucketRegion,
    'HeadBucket, one that does not exist': ({ s3 }) =>
      s3.send(new HeadBucketCommand({ Bucket: 'opinions-none' })),
    'ListObjectsV2, by a prefix': async ({ s3 }) => {
      const { Contents = [], KeyCount } = await s3.send(
        new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'letters/' }),
      );
      return { keys: Contents.map(({ Key, Size }) => [Key, Size]), KeyCount };
    },
    'ListObjectsV2, page by page': async ({ s3 }) => {
      const pages: (readonly (string | undefined)[])[] = [];
      let token: string | undefined;
      do {
        const page: { readonly MaxKeys: number; readonly ContinuationToken?: string } =
          token === undefined ? { MaxKeys: 2 } : { MaxKeys: 2, ContinuationToken: token };
        const answer = await s3.send(
          new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'letters/', ...page }),
        );
        pages.push((answer.Contents ?? []).map(({ Key }) => Key));
        token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
      } while (token !== undefined);
      return pages;
    },
    'ListObjectsV2, a bucket that does not exist': ({ s3 }) =>
      s3.send(new ListObjectsV2Command({ Bucket: 'opinions-none' })),
    DeleteObject: async ({ s3 }) =>
      (await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'other.json' }))).$metadata
        .httpStatusCode,
    'DeleteObject, a key that does not exist': async ({ s3 }) =>
      (await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'none' }))).$metadata.httpStatusCode,
    'CreateBucket, again': ({ s3 }) => s3.send(create(BUCKET)),
    'CreateBucket, a name that cannot be': async ({ s3 }) => ({
      Location: (await s3.send(create('Opinions_'))).Location,
    }),
  },
);
