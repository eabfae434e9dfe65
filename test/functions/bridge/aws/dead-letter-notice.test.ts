import { describe, expect, it } from 'vitest';
import { deadLetterNotice } from '../../../../functions/bridge/aws/dead-letter-notice.ts';
import { deadLetterOf } from '../../../fixtures/dead-letter.ts';
import { base64 } from '../../../fixtures/kafka-event.ts';

describe('deadLetterNotice', () => {
  it('says of which record it is, why it failed and where the letter lies, without anything of the payload', () => {
    // Prepare
    const letter = deadLetterOf({
      topic: 'orders',
      partition: 3,
      offset: 42,
      key: base64('secret key'),
      value: base64('secret value'),
      headers: [{ secret: [1] }],
    });

    // Act
    const notice = deadLetterNotice(letter, { bucket: 'dead-letters', key: 'dead-letters/a.json' });

    // Assess
    expect(notice).toEqual({
      version: '1',
      id: letter.id,
      time: letter.time,
      error: letter.error,
      connectorId: 'payments',
      bridgeVersion: letter.bridgeVersion,
      object: { bucket: 'dead-letters', key: 'dead-letters/a.json' },
      record: { topic: 'orders', partition: 3, offset: 42 },
    });
  });
});
