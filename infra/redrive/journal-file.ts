import { type FileHandle, open, rename, stat, writeFile } from 'node:fs/promises';

const NEW_LINE = 0x0a;
const READ_BYTES = 64 * 1024;

/** A file of lines that only grows, and that a crash leaves readable: what it cut short is cut off. */
export class JournalFile {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /**
   * Opens the file and reads the lines that were written completely. One that is not there, or is empty, begins with the
   * given line: as a whole or not at all, so that a file without it is somebody else's and stays as it is.
   *
   * @throws when the file cannot be read and written, or what `onLine` throws; the file is unchanged then.
   */
  static async open(
    path: string,
    firstLine: string,
    onLine: (line: string, number: number) => void,
  ): Promise<JournalFile> {
    if (!(await hasContent(path))) {
      await writeFile(`${path}.new`, `${firstLine}\n`, { flush: true });
      await rename(`${path}.new`, path);
    }
    const handle = await open(path, 'a+');
    try {
      const completeBytes = await readLines(handle, onLine);
      await handle.truncate(completeBytes);
      return new JournalFile(handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Reads the complete lines of a file that may not exist, and leaves it alone. */
  static async read(path: string, onLine: (line: string, number: number) => void): Promise<void> {
    if (!(await hasContent(path))) return;
    const handle = await open(path, 'r');
    try {
      await readLines(handle, onLine);
    } finally {
      await handle.close();
    }
  }

  /** The lines are on the disk when this returns. */
  async append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#handle.appendFile(`${lines.join('\n')}\n`);
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

async function hasContent(path: string): Promise<boolean> {
  try {
    return (await stat(path)).size > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** A first line without an end counts as a line. @returns where the last complete line ends. */
async function readLines(
  handle: FileHandle,
  onLine: (line: string, number: number) => void,
): Promise<number> {
  const buffer = Buffer.alloc(READ_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let readBytes = 0;
  let number = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, READ_BYTES, readBytes);
    if (bytesRead === 0) {
      if (number === 0) onLine(rest.toString('utf8'), ++number);
      return readBytes - rest.length;
    }
    readBytes += bytesRead;
    let chunk = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE)) {
      onLine(chunk.toString('utf8', 0, end), ++number);
      chunk = chunk.subarray(end + 1);
    }
    rest = chunk;
  }
}
