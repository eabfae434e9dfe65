import type { Configuration } from '../../../shared/configuration/configuration.ts';
import type { TimeRule } from '../../../shared/configuration/time-rule.ts';
import type { KafkaRecord } from '../read.ts';
import { topicDetailType } from './detail-type.ts';
import { eventTimeMs, timeAt } from './event-time.ts';
import { topicResources } from './resources.ts';
import { topicSource } from './source.ts';

/** What an event is beside its detail and its time. Events of a topic share one, as long as no value has a say in it. */
export interface EventAttributes {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
}

/** What becomes of a record beside the detail. */
export interface MappedEvent {
  readonly attributes: EventAttributes;
  /** Epoch milliseconds; undefined leaves the time to EventBridge. */
  readonly timeMs: number | undefined;
}

/**
 * Maps a record whose value is the JSON text `json[start, end)`.
 *
 * @throws RecordError DETAIL_TYPE_INVALID
 */
export type MapRecord = (record: KafkaRecord, json: Uint8Array, start: number, end: number) => MappedEvent;

/** How the records of one topic become events, beside their details. */
export interface TopicMapping {
  /** What all of them come to; undefined when it differs from record to record. */
  readonly constant: MappedEvent | undefined;
  readonly of: MapRecord;
}

export type MappingRules = Pick<Configuration, 'source' | 'detailTypeRule' | 'resources' | 'timeRule'>;

/** @throws RecordError SOURCE_INVALID, DETAIL_TYPE_INVALID for a topic of which no record can become an event. */
export function topicMapping(topic: string, rules: MappingRules): TopicMapping {
  const source = topicSource(topic, rules.source);
  const detailType = topicDetailType(topic, rules.detailTypeRule);
  const resources = topicResources(topic, rules.resources);
  const timeOf = recordTime(rules.timeRule);
  if (typeof detailType !== 'string' || typeof resources === 'function') {
    return {
      constant: undefined,
      of: (record, json, start, end) => ({
        attributes: {
          source,
          detailType: typeof detailType === 'string' ? detailType : detailType(json, start, end),
          resources: typeof resources === 'function' ? resources(json, start, end) : resources,
        },
        timeMs: timeOf?.(record, json, start, end),
      }),
    };
  }
  const attributes = { source, detailType, resources };
  if (timeOf !== undefined) {
    return { constant: undefined, of: (...record) => ({ attributes, timeMs: timeOf(...record) }) };
  }
  const constant = { attributes, timeMs: undefined };
  return { constant, of: () => constant };
}

type RecordTime = (record: KafkaRecord, json: Uint8Array, start: number, end: number) => number | undefined;

/** Undefined when EventBridge sets the time. */
function recordTime(rule: TimeRule): RecordTime | undefined {
  switch (rule.kind) {
    case 'none':
      return undefined;
    case 'record-timestamp':
      return ({ timestamp }) => eventTimeMs(timestamp);
    case 'json-path': {
      const timeOf = timeAt(rule.path);
      return (_record, json, start, end) => timeOf(json, start, end);
    }
  }
}
