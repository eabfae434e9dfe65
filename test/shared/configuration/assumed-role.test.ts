import { describe, expect, it } from 'vitest';
import { ROLE_ARN, ROLE_SESSION_NAME, sessionNameOf } from '../../../shared/configuration/assumed-role.ts';

describe('sessionNameOf', () => {
  it.each([
    { text: 'orders-bridge', name: 'orders-bridge' },
    { text: 'a+b=c,d.e@f_g', name: 'a+b=c,d.e@f_g' },
    { text: 'orders bridge/é:1', name: 'orders-bridge---1' },
    { text: 'x', name: 'x-' },
    { text: 'x'.repeat(242), name: 'x'.repeat(64) },
  ])('makes of $text the session name $name', ({ text, name }) => {
    expect(sessionNameOf(text)).toBe(name);
    expect(name).toMatch(ROLE_SESSION_NAME);
  });
});

describe('ROLE_ARN', () => {
  it.each(['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b', 'aws-eusc'])(
    'takes roles of the partition %s',
    (partition) => {
      expect(`arn:${partition}:iam::123456789012:role/path/events`).toMatch(ROLE_ARN);
    },
  );

  it.each([
    'events',
    'arn:aws:iam::1234567890:role/events',
    'arn:aws:iam::123456789012:user/events',
    'arn:aws:iam::123456789012:role/',
    'arn:aws:sts::123456789012:assumed-role/events/session',
  ])('does not take %s', (arn) => {
    expect(arn).not.toMatch(ROLE_ARN);
  });
});
