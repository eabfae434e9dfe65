import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A run of the tests has a temporary folder of its own, so that nothing of thousands of synthesised stacks stays behind. */

let folder: string | undefined;

export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'kafka-eventbridge-tests-'));
  process.env.TMPDIR = folder;
}

export function teardown(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
