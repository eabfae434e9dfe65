import type { ServiceError } from '../service.ts';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** One element with text, escaped. */
export function xmlElement(name: string, text: string | number | boolean): string {
  return `<${name}>${String(text).replaceAll(/[&<>"]/g, (char) => ESCAPES[char] ?? char)}</${name}>`;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function xmlError(error: ServiceError): string {
  return `${DECLARATION}<Error>${xmlElement('Code', error.code)}${xmlElement('Message', error.message)}</Error>`;
}

/** A whole document in the namespace of S3. */
export function xmlDocument(root: string, content: string): string {
  return `${DECLARATION}<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
}
