import type { DecimalFormat, UnionFormat } from '../../../shared/configuration/format.ts';
import type { JsonFragment } from '../json/json-fragment.ts';
import type { Dialect } from './dialect.ts';
import type { AvroSchema } from './schema.ts';

/** Everything beside the schema that decides how values look. */
export interface Rendering {
  /** Full instead of simple names for the members of a union. */
  readonly hasFullNames: boolean;
  readonly decimals: DecimalFormat;
  readonly unions: UnionFormat;
  readonly dialect: Dialect;
  /** What stands for a null, by the type with such a default: any number of unions may name the same one. */
  readonly defaults: Map<AvroSchema, JsonFragment>;
}
