import { DEMO_TOPICS } from '../../shared/demo/topics.ts';
import { parameterReference } from '../config/parameter-references.ts';
import type { BridgeOptions } from '../constructs/bridge/bridge-options.ts';
import { DEMO_PARAMETERS, DEMO_POLLER_GROUP } from './demo-parameters.ts';

/** The demo's bridge: notifications of the analyzer, Avro framed by Glue, to the demo's bus. */
export const DEMO_BRIDGE: BridgeOptions = {
  name: 'demo',
  source: {
    type: 'msk',
    clusterArn: parameterReference(DEMO_PARAMETERS.clusterArn),
    authentication: { type: 'iam' },
  },
  topics: [DEMO_TOPICS.notifications],
  eventBusArn: parameterReference(DEMO_PARAMETERS.eventBusArn),
  configuration: { 'value.converter': 'glue-avro' },
  mapping: { polling: { mode: 'provisioned', maximumPollers: 2, pollerGroup: DEMO_POLLER_GROUP } },
};
