/** A schema that another one refers to, registered first under a subject of its own. */
export interface OrderReference {
  /** By which the schema refers to it. */
  readonly name: string;
  readonly schema: string;
}

/** A value for a foreign serializer, and the JSON text that the bridge is to make of it. */
export interface Order {
  /** Names the record and, for the registry, its topic. */
  readonly name: string;
  readonly dataFormat: 'AVRO' | 'JSON' | 'PROTOBUF';
  /** Where the serializer of Confluent puts the id. */
  readonly placement: 'prefix' | 'header';
  /** Compression of the Glue serializer. */
  readonly compression: 'NONE' | 'ZLIB';
  /** Text of the schema. What the serializers of Protobuf take is the descriptor set. */
  readonly schema: string;
  /** AVRO and JSON, and Confluent alone: the serializer of Protobuf takes them from the descriptor set. */
  readonly references?: readonly OrderReference[];
  /** AVRO: the value in Avro binary, hexadecimal. */
  readonly datumHex?: string;
  /** JSON: the document. */
  readonly document?: string;
  /** PROTOBUF: the descriptor set of the schema and its imports, base64. */
  readonly descriptorSet?: string;
  /** PROTOBUF: full name of the message. */
  readonly message?: string;
  /** PROTOBUF: the value, base64. */
  readonly payload?: string;
  readonly expected: string;
  /** Members of objects and pairs of maps may come in another order than in `expected`: the way to it does not keep it. */
  readonly isUnordered?: true;
}

/** What a serializer answers to an order. */
export interface Serialized {
  readonly name: string;
  readonly frameHex?: string;
  /** Hexadecimal by name. */
  readonly headers?: readonly (readonly [name: string, contentHex: string])[];
  readonly error?: string;
}
