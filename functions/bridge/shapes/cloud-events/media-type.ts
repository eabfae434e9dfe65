/** A media type without its parameters, in lower case: they are written in any. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/**
 * True if a content type declares JSON.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data
 */
export function isJsonContent(contentType: string): boolean {
  return /^[^/]+\/(?:json|[^/]+\+json)$/.test(mediaType(contentType));
}
