import type { ConverterName } from '../../../shared/configuration/converter-names.ts';
import type { DataFormat } from '../schemas/compile-schema.ts';

export type RegistryConverterName = Extract<ConverterName, `glue${string}` | `confluent${string}`>;

/** What a converter reads with the schemas of a registry. */
interface RegistryConverter {
  readonly registry: 'glue' | 'confluent';
  /** The one data format that it reads; undefined for all. */
  readonly dataFormat: DataFormat | undefined;
}

export const REGISTRY_CONVERTERS: Readonly<Record<RegistryConverterName, RegistryConverter>> = {
  glue: { registry: 'glue', dataFormat: undefined },
  'glue-avro': { registry: 'glue', dataFormat: 'AVRO' },
  'glue-json': { registry: 'glue', dataFormat: 'JSON' },
  'glue-protobuf': { registry: 'glue', dataFormat: 'PROTOBUF' },
  confluent: { registry: 'confluent', dataFormat: undefined },
  'confluent-avro': { registry: 'confluent', dataFormat: 'AVRO' },
  'confluent-json': { registry: 'confluent', dataFormat: 'JSON' },
  'confluent-protobuf': { registry: 'confluent', dataFormat: 'PROTOBUF' },
};

export function isRegistryConverter(name: ConverterName): name is RegistryConverterName {
  return Object.hasOwn(REGISTRY_CONVERTERS, name);
}
