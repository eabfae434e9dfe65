import com.amazonaws.services.schemaregistry.kafkaconnect.AWSKafkaAvroConverter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.apicurio.registry.utils.converter.avro.AvroData;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;

/**
 * Reads Avro records the way Kafka Connect does and writes them as JSON, as the connector for EventBridge does. Each line of
 * standard input is a record: {"name", "registry", ...} with "frameHex" (Glue: read by the converter of the AWS Glue Schema
 * Registry, which fetches the schema) or "schema" and "datumHex" (Confluent: read by a copy of Confluent's AvroData that
 * Apicurio publishes). Each line of standard output answers one: {"name"} with "json", or "error".
 *
 * <p>Argument: the endpoint of Glue.
 */
public class ReadWithConnect {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CACHED_SCHEMAS = 1000;

  public static void main(String[] arguments) throws Exception {
    AWSKafkaAvroConverter glue = glueConverter(arguments[0]);
    JsonConverter json = new JsonConverter();
    json.configure(Map.of("schemas.enable", false), false);
    BufferedReader records = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = records.readLine(); line != null; line = records.readLine()) {
      JsonNode record = JSON.readTree(line);
      String name = record.get("name").asText();
      ObjectNode answer = JSON.createObjectNode().put("name", name);
      try {
        boolean isGlue = record.get("registry").asText().equals("Glue");
        SchemaAndValue value = isGlue ? glue.toConnectData(name, frame(record)) : confluentValue(record);
        byte[] text = json.fromConnectData(name, value.schema(), value.value());
        // The connector parses the text and writes it again.
        answer.put("json", JSON.writeValueAsString(JSON.readTree(text)));
      } catch (Exception | StackOverflowError error) {
        answer.put("error", error + (error.getCause() == null ? "" : ": " + error.getCause()));
      }
      System.out.println(JSON.writeValueAsString(answer));
    }
  }

  private static AWSKafkaAvroConverter glueConverter(String endpoint) {
    // Its credentials come from the default chain, of which these are the first.
    System.setProperty("aws.accessKeyId", "reader");
    System.setProperty("aws.secretAccessKey", "none");
    AWSKafkaAvroConverter converter = new AWSKafkaAvroConverter();
    converter.configure(
        Map.of("region", "eu-west-1", "endpoint", endpoint, "avroRecordType", "GENERIC_RECORD"), false);
    return converter;
  }

  private static byte[] frame(JsonNode record) {
    return HexFormat.of().parseHex(record.get("frameHex").asText());
  }

  private static SchemaAndValue confluentValue(JsonNode record) throws Exception {
    Schema schema = new Schema.Parser().parse(record.get("schema").asText());
    byte[] datum = HexFormat.of().parseHex(record.get("datumHex").asText());
    Object value = new GenericDatumReader<>(schema).read(null, DecoderFactory.get().binaryDecoder(datum, null));
    return new AvroData(CACHED_SCHEMAS).toConnectData(schema, value);
  }
}
