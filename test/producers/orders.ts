import type { PayloadStyle } from '../../functions/bridge/schemas/payload-renderer.ts';
import { anyAvroValues, anyProtobufValues } from './any-values.ts';
import { goldenAvroValues, goldenProtobufValues } from './golden-values.ts';
import type { Order } from './order.ts';
import { valuesWithReferences } from './values-with-references.ts';
import { filledProtobufValues, jsonValues } from './written-values.ts';

/** A value with its schema, whatever the serializer does with the id. */
export type Value = Omit<Order, 'placement' | 'compression'>;

type Variant = Pick<Order, 'placement' | 'compression'>;

const VARIANTS: Readonly<Record<PayloadStyle, readonly Variant[]>> = {
  glue: [
    { placement: 'prefix', compression: 'NONE' },
    { placement: 'prefix', compression: 'ZLIB' },
  ],
  confluent: [
    { placement: 'prefix', compression: 'NONE' },
    { placement: 'header', compression: 'NONE' },
  ],
};

export interface AnyValues {
  readonly seed: number;
  /** Values of each format. */
  readonly count: number;
}

/** The values for the serializers of a registry, in all the ways in which these write a value. */
export function ordersFor(style: PayloadStyle, any: AnyValues): readonly Order[] {
  const values: readonly Value[] = [
    ...goldenAvroValues(style),
    ...anyAvroValues(style, any),
    ...jsonValues(),
    ...goldenProtobufValues(style),
    ...filledProtobufValues(style),
    ...anyProtobufValues(style, any),
    ...(style === 'confluent' ? valuesWithReferences() : []),
  ];
  return VARIANTS[style].flatMap((variant, number) =>
    values.map((value) => ({ ...value, ...variant, name: `${value.name}-${number}` })),
  );
}
