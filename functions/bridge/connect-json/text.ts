import type { RenderValue } from './connect-type.ts';
import { invalid } from './invalid.ts';

/** A string as the producer wrote it, escapes included. */
export const renderString: RenderValue = (json, at, out) => {
  if (!json.isString(at)) throw invalid('expected string');
  const end = json.end(at);
  out.rawRange(json.bytes, at, end);
  return end;
};

export const renderBoolean: RenderValue = (json, at, out) => {
  if (!json.isBoolean(at)) throw invalid('expected boolean');
  out.boolean(json.isTrue(at));
  return json.end(at);
};
