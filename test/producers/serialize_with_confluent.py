"""Serializes values with Confluent's serializers, which register their schemas.

Each line of standard input is an order: {"name", "dataFormat", "placement", "schema", ...} with "datumHex" (AVRO),
"document" (JSON) or "descriptorSet", "message" and "payload" in base64 (PROTOBUF). With the placement "header" the schema is
named in a header of the record, with "prefix" in front of the payload. Each line of standard output answers one: {"name"}
with "frameHex" and "headers" (hexadecimal by name), or "error".

Arguments: the address of the registry, and user:password.
"""

import base64
import io
import json
import sys

import fastavro
from confluent_kafka.schema_registry import (
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
    registry = SchemaRegistryClient({"url": sys.argv[1], "basic.auth.user.info": sys.argv[2]})
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
    schema = fastavro.parse_schema(json.loads(order["schema"]))
    datum = io.BytesIO(bytes.fromhex(order["datumHex"]))
    value = fastavro.schemaless_reader(datum, schema, return_record_name=True)
    return AvroSerializer(registry, order["schema"], conf=settings(order)), value


def json_schema(registry: SchemaRegistryClient, order: dict):
    return JSONSerializer(order["schema"], registry, conf=settings(order)), json.loads(order["document"])


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
