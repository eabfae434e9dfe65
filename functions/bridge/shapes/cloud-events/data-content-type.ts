import type { ConverterName } from '../../../../shared/configuration/converter-names.ts';
import { isJsonContent } from './media-type.ts';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';

/**
 * What `datacontenttype` says of data that a converter has read.
 *
 * Bytes stay what the producer says they are. Text does unless that is JSON, which would have to be a JSON value instead of
 * a string. Everything else has become JSON, from whatever it was.
 *
 * @param produced the content type that the producer gave.
 * @returns undefined when nothing is known of the bytes.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data
 */
export function dataContentType(converter: ConverterName, produced: string | undefined): string | undefined {
  const isJson = produced !== undefined && isJsonContent(produced);
  switch (converter) {
    case 'bytes':
      return produced;
    case 'string':
      return produced === undefined || isJson ? TEXT_TYPE : produced;
    default:
      return isJson ? produced : JSON_TYPE;
  }
}
