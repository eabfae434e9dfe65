/** A configuration file as text. */
export interface ConnectorText {
  readonly text: string;
  /** What is odd about it, as sentences. */
  readonly remarks: readonly string[];
}

const UTF_8_REMARK =
  'The file is read as UTF-8. Kafka Connect reads a properties file as ISO-8859-1 and made other letters of those that are not ASCII: look whether they mattered.';

/**
 * Decodes a file: UTF-8, or ISO-8859-1 where it is none, which is what Java takes properties files for.
 *
 * @param isProperties whether it is a properties file; JSON is UTF-8.
 */
export function connectorText(bytes: Uint8Array, isProperties: (text: string) => boolean): ConnectorText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const isAscii = text.length === bytes.length;
    const hasMark = bytes[0] === 0xef && text.length === bytes.length - 3;
    return { text, remarks: isAscii || hasMark || !isProperties(text) ? [] : [UTF_8_REMARK] };
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), remarks: [] };
  }
}
