import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Carries out scripts of producer calls with Kafka's own Java client, so that what is read back was not written by the
 * client that reads it. Each line of standard input is a script: {"bootstrapServers", "producers": {name: properties},
 * "steps": [...]}. Each line of standard output answers one: for each record that was sent, in order, its partition,
 * offset and timestamp. A transaction that a script leaves open stays open.
 */
public class WriteRecords {
  public static void main(String[] arguments) throws Exception {
    ObjectMapper json = new ObjectMapper();
    BufferedReader scripts = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = scripts.readLine(); line != null; line = scripts.readLine()) {
      System.out.println(json.writeValueAsString(carryOut(json.readTree(line))));
    }
    // Closing a producer, as the end of the program does, would abort its open transaction.
    Runtime.getRuntime().halt(0);
  }

  private static List<Map<String, Long>> carryOut(JsonNode script) throws Exception {
    Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
    Set<String> inTransaction = new HashSet<>();
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (JsonNode step : script.get("steps")) {
      String name = step.get("producer").asText();
      KafkaProducer<byte[], byte[]> producer =
          producers.computeIfAbsent(name, unused -> producer(script, name));
      switch (step.get("do").asText()) {
        case "begin" -> {
          producer.beginTransaction();
          inTransaction.add(name);
        }
        case "commit" -> {
          producer.commitTransaction();
          inTransaction.remove(name);
        }
        case "abort" -> {
          // Records that have not been sent yet would be dropped instead of written and aborted.
          producer.flush();
          producer.abortTransaction();
          inTransaction.remove(name);
        }
        case "flush" -> producer.flush();
        case "send" -> sent.add(producer.send(toRecord(step.get("record"))));
        default -> throw new IllegalArgumentException("Unknown step " + step);
      }
    }
    producers.forEach((name, producer) -> {
      producer.flush();
      if (!inTransaction.contains(name)) producer.close();
    });
    List<Map<String, Long>> places = new ArrayList<>();
    for (Future<RecordMetadata> future : sent) places.add(place(future.get()));
    return places;
  }

  private static KafkaProducer<byte[], byte[]> producer(JsonNode script, String name) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", script.get("bootstrapServers").asText());
    script.get("producers").get(name).fields()
        .forEachRemaining(field -> properties.put(field.getKey(), field.getValue().asText()));
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    if (properties.containsKey("transactional.id")) producer.initTransactions();
    return producer;
  }

  private static ProducerRecord<byte[], byte[]> toRecord(JsonNode record) {
    JsonNode timestamp = record.get("timestamp");
    ProducerRecord<byte[], byte[]> toSend = new ProducerRecord<>(
        record.get("topic").asText(),
        record.get("partition").asInt(),
        timestamp == null ? null : timestamp.asLong(),
        bytes(record.get("key")),
        bytes(record.get("value")));
    JsonNode headers = record.get("headers");
    if (headers != null) {
      for (JsonNode header : headers) toSend.headers().add(header.get(0).asText(), bytes(header.get(1)));
    }
    return toSend;
  }

  private static byte[] bytes(JsonNode base64) {
    return base64 == null || base64.isNull() ? null : Base64.getDecoder().decode(base64.asText());
  }

  private static Map<String, Long> place(RecordMetadata metadata) {
    return Map.of(
        "partition", (long) metadata.partition(),
        "offset", metadata.offset(),
        "timestamp", metadata.timestamp());
  }
}
