import { entrySizeBytes } from '../../functions/bridge/entry-size.ts';
import { compareCases, type GoldenCase } from './golden-cases.ts';
import { readGoldenCases } from './golden-file.ts';
import type { ConformanceResult } from './result.ts';

const FILE = 'entry-size.json';

interface EntrySizeCase extends Omit<GoldenCase, 'expect'> {
  readonly entry: {
    readonly Source?: string;
    readonly DetailType?: string;
    readonly Detail?: string;
    readonly Time?: string;
    readonly TraceHeader?: string;
    readonly Resources?: readonly (string | null)[];
  };
  readonly expect: { readonly bytes: number };
}

/** Members of a PutEvents entry to the bytes that it takes up in a request. */
export function checkEntrySizes(): ConformanceResult {
  const cases = readGoldenCases<EntrySizeCase>(FILE);
  const golden = cases
    .filter((size) => missingFeature(size) === undefined)
    .map(({ expect, ...size }) => ({ ...size, expect: { json: String(expect.bytes) } }));
  return { ...compareCases(FILE, golden, {}, render), notYetSupported: cases.flatMap(notYetSupported) };
}

function render({ entry }: Pick<EntrySizeCase, 'entry'>): string {
  const resources = entry.Resources?.filter((resource) => resource !== null);
  return String(entrySizeBytes({ ...entry, Resources: resources }));
}

function notYetSupported(size: EntrySizeCase): { id: string; reason: string }[] {
  const reason = missingFeature(size);
  return reason === undefined ? [] : [{ id: size.id, reason }];
}

function missingFeature({ entry }: EntrySizeCase): string | undefined {
  if (entry.TraceHeader !== undefined) return 'the bridge sends no trace header, so it counts none';
  if (entry.Resources?.includes(null)) return 'the resources of the bridge are a list of texts without nulls';
  return undefined;
}
