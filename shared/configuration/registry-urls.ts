import { isLoopback } from './loopback.ts';
import { listItems, type Parsed, REFUSED } from './property.ts';

/** The addresses of a schema registry without the slash at their end; none for no text. */
export function registryUrls(text: string): Parsed<readonly string[]> {
  const items = text === '' ? [] : listItems(text);
  const problem = items.map(urlProblem).find((found) => found !== undefined);
  if (problem !== undefined) return { ...REFUSED, problem };
  return { value: items.map((item) => item.replace(/\/+$/, '')) };
}

/** Credentials go to this address: it is encrypted, except on the machine itself. */
function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) return 'is no web address';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return 'is not encrypted';
  if (url.username !== '' || url.password !== '') return 'holds a user or password';
  // Even alone, these signs would turn the path of a request into something else.
  return /[?#]/.test(text) ? 'has more than a path behind the host' : undefined;
}
