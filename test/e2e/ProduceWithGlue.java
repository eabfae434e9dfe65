import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Writes records to topics with Kafka's own producer and whatever serializer its properties name, such as that of the AWS Glue
 * Schema Registry. Each line of standard input is one of
 *
 * <ul>
 *   <li>{"open": producer, "properties": {...}}: makes a producer;
 *   <li>{"schema": name, "definition": text}: an Avro schema for records to come;
 *   <li>{"number", "producer", "topic", "key", "timestamp", "headers"} with "schema" and "datum" (Avro binary) or "bytes", in base64, or with
 *       neither, which is a tombstone;
 *   <li>{"close": producer}.
 * </ul>
 *
 * <p>Each line of standard output tells of one record, once the broker has acknowledged it: {"number", "partition", "offset"},
 * or "error" when it never will.
 */
public class ProduceWithGlue {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, KafkaProducer<String, Object>> PRODUCERS = new HashMap<>();
  private static final Map<String, Schema> SCHEMAS = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      JsonNode order = JSON.readTree(line);
      if (order.has("open")) PRODUCERS.put(order.get("open").asText(), producer(order.get("properties")));
      else if (order.has("close")) PRODUCERS.remove(order.get("close").asText()).close();
      else if (order.has("definition")) SCHEMAS.put(order.get("schema").asText(), schema(order));
      else send(order);
    }
    PRODUCERS.values().forEach(KafkaProducer::close);
  }

  private static KafkaProducer<String, Object> producer(JsonNode settings) {
    Properties properties = new Properties();
    settings.fields().forEachRemaining(field -> properties.put(field.getKey(), field.getValue().asText()));
    return new KafkaProducer<>(properties);
  }

  private static Schema schema(JsonNode order) {
    return new Schema.Parser().parse(order.get("definition").asText());
  }

  private static void send(JsonNode order) {
    long number = order.get("number").asLong();
    try {
      JsonNode key = order.get("key");
      ProducerRecord<String, Object> sent =
          new ProducerRecord<>(
              order.get("topic").asText(),
              null,
              order.get("timestamp").asLong(),
              key.isNull() ? null : key.asText(),
              value(order));
      for (JsonNode header : order.get("headers")) {
        sent.headers().add(header.get(0).asText(), header.get(1).asText().getBytes(StandardCharsets.UTF_8));
      }
      PRODUCERS.get(order.get("producer").asText()).send(sent, (place, error) -> tell(number, place, error));
    } catch (Exception error) {
      tell(number, null, error);
    }
  }

  private static Object value(JsonNode order) throws Exception {
    if (order.has("bytes")) return Base64.getDecoder().decode(order.get("bytes").asText());
    if (!order.has("datum")) return null;
    byte[] datum = Base64.getDecoder().decode(order.get("datum").asText());
    Schema schema = SCHEMAS.get(order.get("schema").asText());
    return new GenericDatumReader<>(schema).read(null, DecoderFactory.get().binaryDecoder(datum, null));
  }

  private static void tell(long number, RecordMetadata place, Exception error) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("number", number);
    if (error == null) {
      answer.put("partition", place.partition());
      answer.put("offset", place.offset());
    } else {
      answer.put("error", String.valueOf(error));
    }
    try {
      System.out.println(JSON.writeValueAsString(answer));
    } catch (Exception unwritable) {
      throw new IllegalStateException(unwritable);
    }
  }
}
