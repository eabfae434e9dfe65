import { fileURLToPath } from 'node:url';
import { javaClassPath } from '../fixtures/java-class-path.ts';

/**
 * The class path of Apache Kafka, the broker and its tools.
 *
 * @param onStage told what is going on, because the first time takes its time.
 * @throws Error with what to install, or with what Maven says.
 */
export async function kafkaClassPath(onStage: (text: string) => void): Promise<string> {
  const pom = fileURLToPath(new URL('pom.xml', import.meta.url));
  return await javaClassPath({ pom, name: 'Apache Kafka', folder: 'kafka', size: '50 MB' }, onStage);
}
