/**
 * What is read of a `FileDescriptorProto`, the schema of Protobuf schemas: a part of `google/protobuf/descriptor.proto`,
 * since the whole of it would be more than half of the parser's size.
 *
 * @see https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/descriptor.proto
 */
export const DESCRIPTOR_SCHEMA = `syntax = "proto2";

message File {
  optional string package = 2;
  repeated string dependency = 3;
  repeated Message message_type = 4;
  repeated Enum enum_type = 5;
  optional FileOptions options = 8;
  repeated int32 public_dependency = 10;
  optional string syntax = 12;
  optional Edition edition = 14;
}

message Message {
  optional string name = 1;
  repeated Field field = 2;
  repeated Message nested_type = 3;
  repeated Enum enum_type = 4;
  optional MessageOptions options = 7;
  repeated Oneof oneof_decl = 8;
  repeated Range reserved_range = 9;
  repeated string reserved_name = 10;
}

message Range {
  optional int32 start = 1;
  optional int32 end = 2;
}

message Field {
  optional string name = 1;
  optional int32 number = 3;
  optional Label label = 4;
  optional Type type = 5;
  optional string type_name = 6;
  optional string default_value = 7;
  optional FieldOptions options = 8;
  optional int32 oneof_index = 9;
  optional string json_name = 10;
  optional bool proto3_optional = 17;
}

message Oneof {
  optional string name = 1;
  optional OneofOptions options = 2;
}

message Enum {
  optional string name = 1;
  repeated EnumValue value = 2;
  optional EnumOptions options = 3;
}

message EnumValue {
  optional string name = 1;
  optional int32 number = 2;
}

message FileOptions { optional FeatureSet features = 50; }
message MessageOptions { optional bool map_entry = 7; optional FeatureSet features = 12; }
message FieldOptions { optional bool packed = 2; optional bool deprecated = 3; optional FeatureSet features = 21; }
message OneofOptions { optional FeatureSet features = 1; }
message EnumOptions { optional bool allow_alias = 2; optional FeatureSet features = 7; }

message FeatureSet {
  enum FieldPresence { FIELD_PRESENCE_UNKNOWN = 0; EXPLICIT = 1; IMPLICIT = 2; LEGACY_REQUIRED = 3; }
  enum EnumType { ENUM_TYPE_UNKNOWN = 0; OPEN = 1; CLOSED = 2; }
  enum Utf8Validation { UTF8_VALIDATION_UNKNOWN = 0; VERIFY = 2; NONE = 3; }
  enum MessageEncoding { MESSAGE_ENCODING_UNKNOWN = 0; LENGTH_PREFIXED = 1; DELIMITED = 2; }
  optional FieldPresence field_presence = 1;
  optional EnumType enum_type = 2;
  optional Utf8Validation utf8_validation = 4;
  optional MessageEncoding message_encoding = 5;
}

enum Edition {
  EDITION_UNKNOWN = 0;
  EDITION_2023 = 1000;
  EDITION_2024 = 1001;
  EDITION_2026 = 1002;
}

enum Label {
  LABEL_OPTIONAL = 1;
  LABEL_REQUIRED = 2;
  LABEL_REPEATED = 3;
}

enum Type {
  TYPE_DOUBLE = 1;
  TYPE_FLOAT = 2;
  TYPE_INT64 = 3;
  TYPE_UINT64 = 4;
  TYPE_INT32 = 5;
  TYPE_FIXED64 = 6;
  TYPE_FIXED32 = 7;
  TYPE_BOOL = 8;
  TYPE_STRING = 9;
  TYPE_GROUP = 10;
  TYPE_MESSAGE = 11;
  TYPE_BYTES = 12;
  TYPE_UINT32 = 13;
  TYPE_ENUM = 14;
  TYPE_SFIXED32 = 15;
  TYPE_SFIXED64 = 16;
  TYPE_SINT32 = 17;
  TYPE_SINT64 = 18;
}
`;
