import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathsOf, writeFiles } from '../../../infra/import/written-files.ts';
import { connector, imported } from './connector-fixture.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the files of an import', () => {
  it('are not written when the bridge would not take the document', () => {
    const paths = pathsOf(join(folder, 'bridges'), 'payments');
    const wrong = { ...imported(connector()), document: { 'errors.tolerance': 'all' } };

    expect(() => writeFiles(wrong, paths, false)).toThrow('aws.eventbridge.connector.id is missing.');
    expect(existsSync(paths.bridge)).toBe(false);
    expect(existsSync(paths.document)).toBe(false);
  });
});
