import { CONFLUENT_FILES } from './bundled/confluent-files.ts';
import { GLUE_FILES } from './bundled/glue-files.ts';
import { GOOGLE_PROTOBUF_FILES } from './bundled/google-protobuf-files.ts';
import { GOOGLE_TYPE_FILES } from './bundled/google-type-files.ts';

const BUNDLED_FILES: ReadonlyMap<string, string> = new Map([
  ...GOOGLE_PROTOBUF_FILES,
  ...GOOGLE_TYPE_FILES,
  ...GLUE_FILES,
  ...CONFLUENT_FILES,
]);

/** Text of a file that a schema may import without the registry holding it. */
export function bundledFile(path: string): string | undefined {
  return BUNDLED_FILES.get(path);
}
