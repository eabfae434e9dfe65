import { readFileSync } from 'node:fs';
import { toCaller } from '../command-line/caller-path.ts';
import { Refusal } from '../command-line/refusal.ts';
import { unreadable } from '../command-line/unreadable.ts';
import { bridgeDocument } from './bridge-document.ts';
import { DocumentStore } from './stored-document.ts';

export interface ParameterPlace {
  readonly kind: 'parameter';
  readonly name: string;
}

export type DocumentPlace =
  | ParameterPlace
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'standard input' };

export interface FoundDocument {
  readonly text: string;
  /** What it is, for a sentence. */
  readonly where: string;
}

/** @throws Refusal when there is nothing to read. */
export async function readDocument(place: DocumentPlace): Promise<FoundDocument> {
  switch (place.kind) {
    case 'parameter':
      return await readParameter(place.name);
    case 'file':
      return { text: bridgeDocument(readFile(place.path)), where: toCaller(place.path) };
    case 'standard input':
      return { text: bridgeDocument(readFileSync(process.stdin.fd, 'utf8')), where: 'The document' };
  }
}

async function readParameter(name: string): Promise<FoundDocument> {
  const store = new DocumentStore();
  try {
    const stored = await store.read(name);
    if (stored !== undefined) return { text: stored.text, where: `Version ${stored.version} of ${name}` };
  } finally {
    store.close();
  }
  throw new Refusal(
    `There is no SSM parameter ${name}. Check the name of the bridge and the Region (AWS_REGION); a deployment makes it.`,
  );
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
