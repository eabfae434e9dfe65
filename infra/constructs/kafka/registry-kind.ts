import type { SchemaRegistry } from './mapping-options.ts';

/**
 * Whose registry Lambda reads. One whose address is known at deployment only is Glue's, unless it has credentials, which
 * Glue does not take.
 */
export function registryKind({ uri, access }: Pick<SchemaRegistry, 'uri' | 'access'>): 'glue' | 'confluent' {
  return access !== undefined || uri.startsWith('https:') ? 'confluent' : 'glue';
}
