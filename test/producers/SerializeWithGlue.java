import com.amazonaws.services.schemaregistry.serializers.GlueSchemaRegistryKafkaSerializer;
import com.amazonaws.services.schemaregistry.serializers.json.JsonDataWithSchema;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Serializes values with the Kafka serializer of the AWS Glue Schema Registry, which registers their schemas. Each line of
 * standard input is an order: {"name", "dataFormat", "compression", "schema", ...} with "datumHex" (AVRO), "document" (JSON)
 * or "descriptorSet", "message" and "payload" in base64 (PROTOBUF). Each line of standard output answers one: {"name"} with
 * "frameHex", or "error".
 *
 * <p>Argument: the endpoint of Glue.
 */
public class SerializeWithGlue {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Map<String, GlueSchemaRegistryKafkaSerializer> serializers = new HashMap<>();
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      JsonNode order = JSON.readTree(line);
      Map<String, String> answer = new HashMap<>();
      answer.put("name", order.get("name").asText());
      try {
        String kind = order.get("dataFormat").asText() + order.get("compression").asText();
        GlueSchemaRegistryKafkaSerializer serializer =
            serializers.computeIfAbsent(kind, unused -> serializer(arguments[0], order));
        byte[] frame = serializer.serialize(order.get("name").asText(), value(order));
        answer.put("frameHex", HexFormat.of().formatHex(frame));
      } catch (Exception error) {
        answer.put("error", String.valueOf(error.getMessage()));
      }
      System.out.println(JSON.writeValueAsString(answer));
    }
  }

  private static GlueSchemaRegistryKafkaSerializer serializer(String endpoint, JsonNode order) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("region", "eu-west-1");
    settings.put("endpoint", endpoint);
    settings.put("schemaAutoRegistrationEnabled", true);
    settings.put("avroRecordType", "GENERIC_RECORD");
    settings.put("protobufMessageType", "DYNAMIC_MESSAGE");
    settings.put("dataFormat", order.get("dataFormat").asText());
    settings.put("compression", order.get("compression").asText());
    GlueSchemaRegistryKafkaSerializer serializer =
        new GlueSchemaRegistryKafkaSerializer(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("producer", "none")), settings);
    serializer.configure(settings, false);
    return serializer;
  }

  private static Object value(JsonNode order) throws Exception {
    switch (order.get("dataFormat").asText()) {
      case "AVRO": {
        Schema schema = new Schema.Parser().parse(order.get("schema").asText());
        byte[] datum = HexFormat.of().parseHex(order.get("datumHex").asText());
        return new GenericDatumReader<>(schema).read(null, DecoderFactory.get().binaryDecoder(datum, null));
      }
      case "JSON":
        return JsonDataWithSchema.builder(order.get("schema").asText(), order.get("document").asText()).build();
      default: {
        Descriptor message = descriptor(order);
        return DynamicMessage.parseFrom(message, Base64.getDecoder().decode(order.get("payload").asText()));
      }
    }
  }

  private static Descriptor descriptor(JsonNode order) throws Exception {
    FileDescriptorSet set =
        FileDescriptorSet.parseFrom(Base64.getDecoder().decode(order.get("descriptorSet").asText()));
    Map<String, FileDescriptor> files = new HashMap<>();
    String message = order.get("message").asText();
    for (FileDescriptorProto file : set.getFileList()) {
      FileDescriptor[] imports =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      FileDescriptor built = FileDescriptor.buildFrom(file, imports);
      files.put(file.getName(), built);
      Optional<Descriptor> known = withNested(built.getMessageTypes()).filter(type -> type.getFullName().equals(message)).findAny();
      if (known.isPresent()) return known.get();
    }
    throw new IllegalArgumentException("There is no message " + message + ".");
  }

  private static Stream<Descriptor> withNested(List<Descriptor> types) {
    return types.stream().flatMap(type -> Stream.concat(Stream.of(type), withNested(type.getNestedTypes())));
  }
}
