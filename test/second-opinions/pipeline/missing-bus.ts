import { mskEvent } from '../../../infra/local/demo/event-builder.ts';
import type { KafkaBatchResponse } from '../../../shared/kafka-event.ts';
import { BUS_ARN, configurationDocument } from '../../fixtures/running-bridge.ts';
import type { PipelineCheck } from './pipeline-check.ts';
import { startFunction } from './start-function.ts';

const OFFSETS = [1, 2, 3];

/** AWS takes events for a bus that does not exist and drops them; moto does not take them. The bridge sends none to either. */
export const MISSING_BUS_CHECK: PipelineCheck = {
  name: 'a bus that does not exist',
  run: async (account) => {
    const document = configurationDocument({ 'aws.eventbridge.eventbus.arn': `${BUS_ARN}-gone` });
    const parameter = await account.putConfiguration('missing-bus', document);
    const bridge = startFunction('bridge', account, { parameter });
    try {
      const event = mskEvent(
        OFFSETS.map((offset) => ({ topic: 'orders', offset, timestamp: 0, key: null, value: '{}' })),
      );
      const { batchItemFailures } = (await bridge.invoke(event)) as KafkaBatchResponse;
      const reported = batchItemFailures.length;
      return {
        seen: `${OFFSETS.length} records, ${reported} to be retried`,
        problems:
          reported === OFFSETS.length ? [] : [`${OFFSETS.length - reported} records are not reported`],
      };
    } finally {
      await bridge.close();
    }
  },
};
