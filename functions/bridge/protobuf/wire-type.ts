/** How a value lies on the wire: the lower three bits of a tag. @see https://protobuf.dev/programming-guides/encoding/#structure */
export const VARINT = 0;
export const I64 = 1;
export const LEN = 2;
export const START_GROUP = 3;
export const END_GROUP = 4;
export const I32 = 5;

export const WIRE_TYPE_BITS = 3;
export const WIRE_TYPE_MASK = 7;
