import type { Configuration } from '../../../shared/configuration/configuration.ts';
import { cloudEventsShape } from './cloud-events.ts';
import { connectorShape } from './connector.ts';
import type { DetailShape } from './detail-shape.ts';
import { valueShape } from './value.ts';

/** The shape that the configuration names. */
export function configuredShape(configuration: Configuration): DetailShape {
  switch (configuration.detailShape) {
    case 'connector':
      return connectorShape(configuration);
    case 'value':
      return valueShape(configuration);
    case 'cloudevents':
      return cloudEventsShape(configuration);
  }
}
