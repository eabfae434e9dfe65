"""Serializes values with Confluent's serializers, which register their schemas.

Each line of standard input is an order: {"name", "dataFormat", "placement", "schema", ...} with "datumHex" (AVRO),
"document" (JSON) or "descriptorSet", "message" and "payload" in base64 (PROTOBUF). With the placement "header" the schema is
named in a header of the record, with "prefix" in front of the payload. Each line of standard output answers one: {"name"}
with "frameHex" and "headers" (hexadecimal by name), or "error".

An order of AVRO or JSON may have "references", a list of {"name", "schema"}: they are registered first. Those of PROTOBUF are in
the descriptor set, and the serializer registers them by itself.

Arguments: the address of the registry, and user:password if it wants to know them.
"""

import base64
import io
import json
import sys

import fastavro
from confluent_kafka.schema_registry import (
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    header_schema_id_serializer,
    prefix_schema_id_serializer,
)
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PLACEMENTS = {"prefix": prefix_schema_id_serializer, "header": header_schema_id_serializer}


def main() -> None:
    url, *users = sys.argv[1:]
    registry = SchemaRegistryClient({"url": url, **{"basic.auth.user.info": user for user in users}})
    for line in sys.stdin:
        order = json.loads(line)
        try:
            answer = serialize(registry, order)
        except Exception as error:  # The other orders are independent of this one.
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"name": order["name"], **answer}), flush=True)


def serialize(registry: SchemaRegistryClient, order: dict) -> dict:
    serializer, value = FORMATS[order["dataFormat"]](registry, order)
    headers: list = []
    context = SerializationContext(order["name"], MessageField.VALUE, headers)
    frame = serializer(value, context)
    return {"frameHex": frame.hex(), "headers": [[name, bytes(content).hex()] for name, content in headers]}


def avro(registry: SchemaRegistryClient, order: dict):
    known: dict = {}
    for reference in order.get("references", []):
        fastavro.parse_schema(json.loads(reference["schema"]), known)
    parsed = fastavro.parse_schema(json.loads(order["schema"]), known)
    datum = io.BytesIO(bytes.fromhex(order["datumHex"]))
    value = fastavro.schemaless_reader(datum, parsed, return_record_name=True)
    return AvroSerializer(registry, schema(registry, order), conf=settings(order)), value


def json_schema(registry: SchemaRegistryClient, order: dict):
    serializer = JSONSerializer(schema(registry, order), registry, conf=settings(order))
    return serializer, json.loads(order["document"])


def schema(registry: SchemaRegistryClient, order: dict) -> Schema:
    references = []
    for reference in order.get("references", []):
        name = reference["name"]
        registry.register_schema(name, Schema(reference["schema"], order["dataFormat"]))
        references.append(SchemaReference(name, name, registry.get_latest_version(name).version))
    return Schema(order["schema"], order["dataFormat"], references)


def protobuf(registry: SchemaRegistryClient, order: dict):
    pool = descriptor_pool.DescriptorPool()
    files = descriptor_pb2.FileDescriptorSet.FromString(base64.b64decode(order["descriptorSet"]))
    for file in files.file:
        pool.Add(file)
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(order["message"]))
    value = message.FromString(base64.b64decode(order["payload"]))
    return ProtobufSerializer(message, registry, conf={"use.deprecated.format": False, **settings(order)}), value


def settings(order: dict) -> dict:
    return {"schema.id.serializer": PLACEMENTS[order["placement"]]}


FORMATS = {"AVRO": avro, "JSON": json_schema, "PROTOBUF": protobuf}

main()
