import type {
  ObjectDocument,
  ObjectPlace,
  OffsetsDocument,
  RecordsDocument,
  RedriveDocument,
} from '../../functions/redrive/document.ts';
import { type Objects, objectUrl } from './objects.ts';
import type { Item } from './source.ts';
import type { StayingCode } from './staying.ts';

/** Documents that can be redriven, or at least tried. */
export type Document = RecordsDocument | OffsetsDocument;

/** Why something of an item cannot be carried. */
export interface Obstacle {
  readonly code: StayingCode;
  readonly place: string;
  readonly message?: string;
}

/** What an item turned out to hold. */
export interface Contents {
  readonly documents: readonly Document[];
  /** Objects that hold the documents: they go when everything in them was sent, before the message that names them. */
  readonly objects: readonly ObjectPlace[];
  readonly obstacles: readonly Obstacle[];
  /** Characters of the texts: as much as the records take in memory, about. */
  readonly sizeCharacters: number;
}

export interface ContentsPorts {
  readonly readDocument: (text: string) => RedriveDocument;
  readonly objects: Pick<Objects, 'read'>;
  /** Whether an earlier redrive sent all that an object held. */
  readonly isDone: (object: ObjectPlace) => boolean;
  /** Letters of another bridge are not carried. */
  readonly connectorId: string;
}

const NOTHING: Contents = { documents: [], objects: [], obstacles: [], sizeCharacters: 0 };

/** Objects that one message may name; S3 tells of one a message. */
const MAX_NAMED_OBJECTS = 10;

/** Reads what an item holds, and the objects that it names. Never rejects. */
export async function readContents({ place, holds }: Item, ports: ContentsPorts): Promise<Contents> {
  if ('object' in holds) return await readObject(holds.object, holds.object.key, ports);
  const document = ports.readDocument(holds.text);
  if (document.kind !== 'object') return contentsOf(document, place, holds.text.length, ports);
  return await readNamed(document, place, ports);
}

async function readNamed(
  { objects }: ObjectDocument,
  place: string,
  ports: ContentsPorts,
): Promise<Contents> {
  if (objects.length > MAX_NAMED_OBJECTS) return obstructed({ code: 'LETTER_INVALID', place });
  const all: Contents[] = [];
  for (const object of objects) all.push(await readObject(object, `${place} → ${objectUrl(object)}`, ports));
  return {
    documents: all.flatMap(({ documents }) => documents),
    objects: all.flatMap((each) => each.objects),
    obstacles: all.flatMap(({ obstacles }) => obstacles),
    sizeCharacters: all.reduce((sum, { sizeCharacters }) => sum + sizeCharacters, 0),
  };
}

async function readObject(object: ObjectPlace, place: string, ports: ContentsPorts): Promise<Contents> {
  const reading = await ports.objects.read(object);
  switch (reading.kind) {
    case 'text': {
      const document = ports.readDocument(reading.text);
      // An object that names objects could lead in circles, and nothing writes one.
      if (document.kind === 'object') return obstructed({ code: 'LETTER_INVALID', place });
      return { ...contentsOf(document, place, reading.text.length, ports), objects: [object] };
    }
    case 'missing':
      // Sent and deleted by an earlier redrive, or through another message: only the message is left.
      return ports.isDone(object) ? NOTHING : obstructed({ code: 'OBJECT_MISSING', place });
    case 'too-large':
      return obstructed({
        code: 'OBJECT_TOO_LARGE',
        place,
        message: `It has ${reading.sizeBytes.toLocaleString('en-US')} bytes.`,
      });
    case 'unreadable':
      return obstructed({ code: 'OBJECT_UNREADABLE', place, message: reading.problem });
  }
}

function contentsOf(
  document: Exclude<RedriveDocument, ObjectDocument>,
  place: string,
  sizeCharacters: number,
  { connectorId }: ContentsPorts,
): Contents {
  switch (document.kind) {
    case 'empty':
      return NOTHING;
    case 'refused':
      return obstructed({ code: document.code, place });
    case 'offsets':
      return { ...NOTHING, documents: [document], sizeCharacters };
    case 'records':
      if (document.connectorId !== undefined && document.connectorId !== connectorId) {
        const message = `It is of the bridge ${document.connectorId}.`;
        return obstructed({ code: 'LETTER_OF_ANOTHER_BRIDGE', place, message });
      }
      return { ...NOTHING, documents: [document], sizeCharacters };
  }
}

function obstructed(obstacle: Obstacle): Contents {
  return { ...NOTHING, obstacles: [obstacle] };
}
