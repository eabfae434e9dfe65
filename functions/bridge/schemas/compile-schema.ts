import type { RenderOptions } from '../../../shared/configuration/format.ts';
import { RecordError } from '../errors.ts';
import { writeJsonDocument } from '../json/json-document.ts';
import type { PayloadRenderer, PayloadStyle } from './payload-renderer.ts';
import type { RegisteredSchema } from './registered-schema.ts';

/** Data formats that a registry knows and the bridge reads. */
export type DataFormat = 'AVRO' | 'JSON' | 'PROTOBUF';

export interface CompileOptions {
  readonly style: PayloadStyle;
  readonly rendering: RenderOptions;
  /** The one data format that the converter reads; undefined for all. */
  readonly dataFormat: DataFormat | undefined;
}

/** Formats whose code is loaded when it is needed, so that a bridge of others never pays for it. */
const CODE = {
  AVRO: async () => await import('../avro/compile.ts'),
  PROTOBUF: async () => await import('../protobuf/compile.ts'),
} as const;

/** Loads the code of a format before its first schema is there. */
export async function loadFormat(dataFormat: DataFormat): Promise<void> {
  if (dataFormat !== 'JSON') await CODE[dataFormat]();
}

/**
 * Makes of a registered schema what renders its payloads.
 *
 * @throws RecordError SCHEMA_INVALID, SCHEMA_FORMAT_UNSUPPORTED
 */
export async function compileSchema(
  schema: RegisteredSchema,
  { style, rendering, dataFormat }: CompileOptions,
): Promise<PayloadRenderer> {
  if (dataFormat !== undefined && schema.dataFormat !== dataFormat) {
    throw new RecordError(
      'SCHEMA_FORMAT_UNSUPPORTED',
      `its data format is ${schema.dataFormat}, and the converter reads ${dataFormat}`,
    );
  }
  switch (schema.dataFormat) {
    case 'AVRO': {
      const { compileAvro } = await CODE.AVRO();
      return compileAvro(schema.definition, { ...rendering, references: schema.references, style });
    }
    case 'PROTOBUF': {
      const { compileProtobuf } = await CODE.PROTOBUF();
      return compileProtobuf(schema, { rendering, style });
    }
    case 'JSON':
      // The producer has validated the document; it becomes the value as it is.
      return (source, start, end, out) => {
        writeJsonDocument(source, start, end, out);
        return end;
      };
    default:
      throw new RecordError(
        'SCHEMA_FORMAT_UNSUPPORTED',
        `its data format is ${schema.dataFormat}, and the bridge reads AVRO, JSON and PROTOBUF`,
      );
  }
}
