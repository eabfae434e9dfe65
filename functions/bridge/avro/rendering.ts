import type { DecimalFormat, UnionFormat } from '../../../shared/configuration/format.ts';
import type { Dialect } from './dialect.ts';

/** Everything beside the schema that decides how values look. */
export interface Rendering {
  /** Full instead of simple names for the members of a union. */
  readonly hasFullNames: boolean;
  readonly decimals: DecimalFormat;
  readonly unions: UnionFormat;
  readonly dialect: Dialect;
}
