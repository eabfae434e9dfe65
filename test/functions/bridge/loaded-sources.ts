import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The source files that are in these files of a built artefact, by its source maps. */
export async function sourcesOf(urls: readonly string[]): Promise<readonly string[]> {
  const sources = await Promise.all(
    urls.map(async (url): Promise<string[]> => {
      const map: { readonly sources: string[] } = JSON.parse(
        await readFile(`${fileURLToPath(url)}.map`, 'utf8'),
      );
      return map.sources;
    }),
  );
  return sources.flat();
}
