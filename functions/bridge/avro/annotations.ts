import type { Annotations } from './schema.ts';
import { isJsonObject, type JsonObject, textMember } from './schema-json.ts';

/** The attributes of a schema that avsc drops. */
export function readAnnotations(json: JsonObject): Annotations {
  const logicalType = textMember(json, 'logicalType')?.toLowerCase();
  const connectType = textMember(json, 'connect.type');
  const connectName = textMember(json, 'connect.name');
  const connectInternalType = textMember(json, 'connect.internal.type');
  const parameters = json['connect.parameters'];
  const connectScale = isJsonObject(parameters) ? textMember(parameters, 'scale') : undefined;
  return {
    ...(logicalType !== undefined && { logicalType }),
    ...(Object.hasOwn(json, 'scale') && { scale: json.scale }),
    ...(connectType !== undefined && { connectType }),
    ...(connectName !== undefined && { connectName }),
    ...(connectScale !== undefined && { connectScale }),
    ...(connectInternalType !== undefined && { connectInternalType }),
    ...(Object.hasOwn(json, 'connect.default') && { connectDefault: json['connect.default'] }),
  };
}
