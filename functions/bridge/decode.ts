import type { Configuration } from '../../shared/configuration/configuration.ts';
import type { ConverterName, HeaderConverterName } from '../../shared/configuration/converter-names.ts';
import type { FormatConfiguration, RenderOptions, Side } from '../../shared/configuration/format.ts';
import type { TopicFormats } from '../../shared/configuration/format-properties.ts';
import { confluentFraming } from './confluent/framing.ts';
import { convertBytes } from './converters/bytes.ts';
import type { Converter } from './converters/converter.ts';
import { convertJson } from './converters/json.ts';
import { type LateConverter, lateConverter } from './converters/late-converter.ts';
import {
  convertBoolean,
  convertDouble,
  convertFloat,
  convertInteger,
  convertLong,
  convertShort,
} from './converters/primitive.ts';
import { convertString } from './converters/string.ts';
import { AutoDecoder } from './decoders/auto-decoder.ts';
import { FramedDecoder } from './decoders/framed-decoder.ts';
import { plainDecoder } from './decoders/plain-decoder.ts';
import {
  isRegistryConverter,
  REGISTRY_CONVERTERS,
  type RegistryConverterName,
} from './decoders/registry-converter.ts';
import type { SideDecoder } from './decoders/side-decoder.ts';
import { type SideSource, sideSource } from './decoders/source.ts';
import { glueFraming } from './glue/framing.ts';
import type { JsonWriter } from './json/json-writer.ts';
import type { DataFormat } from './schemas/compile-schema.ts';
import type { SchemaSources } from './schemas/schema-stores.ts';

/** Reads the records of one topic. */
export interface TopicDecoder {
  readonly key: SideDecoder;
  readonly value: SideDecoder;
  /** Writes one header value; `null` for a header without one. */
  readonly header: (source: Buffer | null, out: JsonWriter) => void;
  /** What has to be loaded before the first record. */
  readonly late: readonly LateConverter[];
}

export type DecoderOf = (topic: string) => TopicDecoder;

/** Picks the decoders that the configuration names, for key, value and headers independently, by topic. */
export function recordDecoder({ formats, topics }: Configuration, schemas: SchemaSources): DecoderOf {
  const shared = topicDecoder(formats, schemas);
  const own = new Map(
    Object.entries(topics).map(([topic, ofTopic]) => [topic, topicDecoder(ofTopic, schemas)]),
  );
  return (topic) => own.get(topic) ?? shared;
}

function topicDecoder({ key, value, headerConverter }: TopicFormats, schemas: SchemaSources): TopicDecoder {
  const late: LateConverter[] = [];
  const loadLater = (load: () => Promise<Converter>) => {
    const converter = lateConverter(load);
    late.push(converter);
    return converter.convert;
  };
  const convertHeader = HEADER_CONVERTERS[headerConverter] ?? loadLater(loadSimpleHeader);
  return {
    late,
    key: sideDecoder('key', key, schemas, loadLater),
    value: sideDecoder('value', value, schemas, loadLater),
    header: (source, out) => (source === null ? out.null() : convertHeader(source, out)),
  };
}

const HEADER_CONVERTERS: Readonly<Record<HeaderConverterName, Converter | undefined>> = {
  string: convertString,
  simple: undefined,
  base64: convertBytes,
};

async function loadSimpleHeader(): Promise<Converter> {
  return (await import('./simple-header/simple-header.ts')).convertSimpleHeader;
}

async function loadConnectJson(rendering: RenderOptions): Promise<Converter> {
  return (await import('./connect-json/connect-json.ts')).connectJson(rendering);
}

type PlainConverterName = Exclude<ConverterName, RegistryConverterName | 'auto' | 'json'>;

const PLAIN_CONVERTERS: Readonly<Record<PlainConverterName, Converter>> = {
  string: convertString,
  bytes: convertBytes,
  short: convertShort,
  integer: convertInteger,
  long: convertLong,
  float: convertFloat,
  double: convertDouble,
  boolean: convertBoolean,
};

function sideDecoder(
  side: Side,
  format: FormatConfiguration,
  schemas: SchemaSources,
  loadLater: (load: () => Promise<Converter>) => Converter,
): SideDecoder {
  const { converter } = format;
  const source = sideSource(side, format);
  const glue = (dataFormat?: DataFormat) =>
    new FramedDecoder(source, glueFraming(side), schemas.glue(format, dataFormat));
  const confluent = (dataFormat?: DataFormat) => confluentDecoder(side, source, format, schemas, dataFormat);
  if (isRegistryConverter(converter)) {
    const { registry, dataFormat } = REGISTRY_CONVERTERS[converter];
    return registry === 'glue' ? glue(dataFormat) : confluent(dataFormat);
  }
  switch (converter) {
    case 'auto':
      return new AutoDecoder(side, source, {
        glue: glue(),
        confluent: format.confluent === undefined ? undefined : confluent(),
      });
    case 'json':
      return plainDecoder(
        source,
        format.hasSchemaEnvelope ? loadLater(() => loadConnectJson(format.rendering)) : convertJson,
      );
    default:
      return plainDecoder(source, PLAIN_CONVERTERS[converter]);
  }
}

function confluentDecoder(
  side: Side,
  source: SideSource,
  format: FormatConfiguration,
  schemas: SchemaSources,
  dataFormat: DataFormat | undefined,
): FramedDecoder {
  const store = schemas.confluent(format, dataFormat);
  if (store === undefined) throw new TypeError('The configuration was accepted without a schema registry.');
  return new FramedDecoder(source, confluentFraming(side), store);
}
