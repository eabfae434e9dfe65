import { describe, expect, it } from 'vitest';
import { contradictions } from '../../../shared/configuration/contradictions.ts';
import { REQUIRED_PROPERTIES } from '../../fixtures/configuration.ts';

function contradictionsWith(properties: Readonly<Record<string, unknown>>) {
  return contradictions({ ...REQUIRED_PROPERTIES, ...properties });
}

function busIn(region: string): string {
  return `arn:aws:events:${region}:123456789012:event-bus/orders`;
}

describe('contradictions', () => {
  it('finds none in what a document has at least', () => {
    expect(contradictionsWith({})).toEqual([]);
  });

  it('finds an event bus that is not in the Region, whose events would be dropped', () => {
    expect(contradictionsWith({ 'aws.eventbridge.eventbus.arn': busIn('us-east-1') })).toEqual([
      {
        property: 'aws.eventbridge.eventbus.arn',
        message:
          'aws.eventbridge.eventbus.arn is in "us-east-1", but aws.eventbridge.region is "eu-west-1". ' +
          'Make them the same: events for a bus that is not in the Region are dropped.',
      },
    ]);
  });

  it('compares Regions without the blanks around them', () => {
    expect(
      contradictionsWith({
        'aws.eventbridge.region': ' eu-west-1',
        'aws.eventbridge.eventbus.arn': ` ${busIn('eu-west-1')} `,
      }),
    ).toEqual([]);
  });

  it.each([
    { what: 'is missing', region: undefined },
    { what: 'is empty', region: '' },
    { what: 'is no Region', region: 'Ireland' },
    { what: 'is no text', region: { name: 'eu-west-1' } },
  ])('compares nothing with a Region that $what, which is a problem of its own', ({ region }) => {
    expect(contradictionsWith({ 'aws.eventbridge.region': region })).toEqual([]);
  });

  it.each(['orders', 'arn:aws:events::123456789012:event-bus/orders', undefined, 7])(
    'compares nothing with the ARN %j, which is a problem of its own',
    (arn) => {
      expect(contradictionsWith({ 'aws.eventbridge.eventbus.arn': arn })).toEqual([]);
    },
  );

  it.each([
    {
      what: 'a global endpoint with another one',
      properties: {
        'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo',
        'aws.eventbridge.endpoint.uri': 'https://events.example.com',
      },
      message:
        'aws.eventbridge.eventbus.global.endpoint.id is "abcde.veo", and aws.eventbridge.endpoint.uri names another endpoint. Remove one of them: events go to one place.',
    },
    {
      what: 'an external id without a role',
      properties: { 'aws.eventbridge.iam.external.id': 'id-1', 'aws.eventbridge.iam.role.arn': ' ' },
      message:
        'aws.eventbridge.iam.external.id has no effect, because aws.eventbridge.iam.role.arn is not given. Give the role that asks for it, or remove it.',
    },
    {
      what: 'a source that is too long with this connector id',
      properties: {
        'aws.eventbridge.connector.id': 'x'.repeat(130),
        'aws.eventbridge.source': '${connector.id}${connector.id}',
      },
      message:
        'aws.eventbridge.source is "${connector.id}${connector.id}", which makes a source of 260 characters; EventBridge takes 256. Give another source, or a shorter aws.eventbridge.connector.id.',
    },
    {
      what: 'the path of a detail type without the mapper that goes by it',
      properties: { 'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type' },
      message:
        'aws.eventbridge.detail.types.jsonpathmapper.fieldref has no effect, because aws.eventbridge.detail.types.mapper.class is the default. Give aws.eventbridge.detail.types.mapper.class the value jsonpath, or remove this.',
    },
    {
      what: 'a mapper without the path of the detail type',
      properties: {
        'aws.eventbridge.detail.types.mapper.class':
          'software.amazon.event.kafkaconnector.mapping.JsonPathDetailTypeMapper',
      },
      message:
        'aws.eventbridge.detail.types.jsonpathmapper.fieldref is missing, and aws.eventbridge.detail.types.mapper.class is jsonpath. Give the path of a text in the value, such as $.order.type.',
    },
    {
      what: 'the path of a time without the mapper that goes by it',
      properties: {
        'aws.eventbridge.time.mapper.class': 'record-timestamp',
        'aws.eventbridge.time.jsonpathmapper.fieldref': '$.time',
      },
      message:
        'aws.eventbridge.time.jsonpathmapper.fieldref has no effect, because aws.eventbridge.time.mapper.class is record-timestamp. Give aws.eventbridge.time.mapper.class the value jsonpath, or remove this.',
    },
    {
      what: 'a mapper without the path of the time',
      properties: { 'aws.eventbridge.time.mapper.class': 'jsonpath' },
      message:
        'aws.eventbridge.time.jsonpathmapper.fieldref is missing, and aws.eventbridge.time.mapper.class is jsonpath. Give the path of a time in the value, such as $.order.createdAt.',
    },
    {
      what: 'an option of offloading without a bucket',
      properties: { 'aws.eventbridge.offloading.default.mode': 'oversized' },
      message:
        'aws.eventbridge.offloading.default.mode has no effect, because aws.eventbridge.offloading.default.s3.bucket is not given. Give the bucket, or remove this.',
    },
    {
      what: 'a key without the encryption that uses it',
      properties: {
        'aws.eventbridge.offloading.default.s3.bucket': 'values',
        'aws.eventbridge.offloading.default.s3.encryption': 'AES256',
        'aws.eventbridge.offloading.default.s3.kms.key.arn': 'arn:aws:kms:eu-west-1:123456789012:key/1',
      },
      message:
        'aws.eventbridge.offloading.default.s3.kms.key.arn has no effect, because aws.eventbridge.offloading.default.s3.encryption is not aws:kms. Give the encryption aws:kms, or remove this.',
    },
    {
      what: 'offloading from a detail that is the value itself',
      properties: {
        'aws.eventbridge.offloading.default.s3.bucket': 'values',
        'aws.eventbridge.detail.shape': 'Value',
      },
      message:
        'aws.eventbridge.offloading.default.s3.bucket is "values", and aws.eventbridge.detail.shape is value. Remove one of them: what is offloaded begins with $.detail.value, which only the shape connector has.',
    },
    {
      what: 'offloading from a CloudEvent',
      properties: {
        'aws.eventbridge.offloading.default.s3.bucket': 'values',
        'aws.eventbridge.detail.shape': 'cloudevents',
      },
      message:
        'aws.eventbridge.offloading.default.s3.bucket is "values", and aws.eventbridge.detail.shape is cloudevents. Remove one of them: what is offloaded begins with $.detail.value, which only the shape connector has.',
    },
  ])('finds $what', ({ properties, message }) => {
    expect(contradictionsWith(properties)).toEqual([{ property: message.split(' ')[0], message }]);
  });

  it.each([
    { 'aws.eventbridge.eventbus.global.endpoint.id': 'abcde.veo', 'aws.eventbridge.endpoint.uri': '' },
    {
      'aws.eventbridge.iam.external.id': 'id-1',
      'aws.eventbridge.iam.role.arn': 'arn:aws:iam::123456789012:role/events',
    },
    {
      'aws.eventbridge.detail.types.mapper.class': 'jsonpath',
      'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type',
    },
    // What is no mapper is a problem of its own.
    {
      'aws.eventbridge.detail.types.mapper.class': 'com.acme.Mapper',
      'aws.eventbridge.detail.types.jsonpathmapper.fieldref': '$.type',
    },
    {
      'aws.eventbridge.offloading.default.s3.bucket': 'values',
      'aws.eventbridge.detail.shape': 'Connector',
      'aws.eventbridge.offloading.default.mode': 'oversized',
      'aws.eventbridge.offloading.default.s3.encryption': 'AWS:KMS',
      'aws.eventbridge.offloading.default.s3.kms.key.arn': 'arn:aws:kms:eu-west-1:123456789012:key/1',
    },
    {
      'aws.eventbridge.offloading.default.mode': 'Always',
      'aws.eventbridge.offloading.default.s3.encryption': 'none',
    },
    { 'aws.eventbridge.source': '${partition}' },
    { 'aws.eventbridge.connector.id': undefined, 'aws.eventbridge.source': '${connector.id}' },
    {
      'aws.eventbridge.offloading.default.s3.bucket': 'values',
      'aws.eventbridge.detail.shape': 'connector',
    },
    // Its connector id is too long by itself.
    { 'aws.eventbridge.connector.id': 'x'.repeat(300) },
  ])('finds none in %j', (properties) => {
    expect(contradictionsWith(properties)).toEqual([]);
  });
});
