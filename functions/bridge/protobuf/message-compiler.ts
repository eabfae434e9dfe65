import type { DecimalFormat, FieldNames } from '../../../shared/configuration/format.ts';
import type { ProtobufCursor } from './cursor.ts';
import { DefaultInstances } from './default-instances.ts';
import type { Dialect } from './dialect.ts';
import type { EnumRenderer } from './enum.ts';
import { CHAIN, FieldIndex, POSITION, RANGE, type TagPlan } from './field-index.ts';
import { type CompiledEntry, mapMember } from './map.ts';
import { KEY_NUMBER, VALUE_NUMBER } from './map-entry.ts';
import { listMember, type Member, messageMember, objectWriter, scalarMember } from './member.ts';
import { memberNames } from './member-names.ts';
import { type CompiledMessage, MessageRenderer } from './message.ts';
import type { Render, WriteMember } from './renderer.ts';
import { renderUtf8, SCALARS } from './scalar.ts';
import { type EnumType, type Field, isScalarType, type MessageType } from './schema.ts';
import type { LinkedSchema } from './type-table.ts';
import { compileWellKnown } from './well-known/well-known.ts';
import { LEN, START_GROUP, VARINT, WIRE_TYPE_BITS } from './wire-type.ts';

export interface MessageRendering {
  readonly fieldNames: FieldNames;
  readonly decimals: DecimalFormat;
  readonly dialect: Dialect;
}

/** A type as the compiler sees it. */
type ValueType =
  | {
      readonly kind: 'scalar';
      readonly wireType: number;
      readonly render: Render;
      readonly defaultText: string;
      readonly isKnown: ((cursor: ProtobufCursor) => boolean) | undefined;
    }
  | { readonly kind: 'message'; readonly type: MessageType };

/** Compiles the messages of one schema, each when the first of them is to be written. */
export class MessageCompiler {
  readonly #schema: LinkedSchema;
  readonly #rendering: MessageRendering;
  readonly #defaults: DefaultInstances;
  readonly #roots = new Map<MessageType, MessageRenderer>();
  readonly #enums = new Map<EnumType, EnumRenderer>();
  readonly #values = new Map<MessageType, MessageRenderer>();

  constructor(schema: LinkedSchema, rendering: MessageRendering) {
    this.#schema = schema;
    this.#rendering = rendering;
    this.#defaults = new DefaultInstances(schema);
  }

  /** For messages that are a payload. */
  root(type: MessageType): MessageRenderer {
    return memoized(this.#roots, type, () => {
      const { compilePayload } = this.#rendering.dialect;
      return new MessageRenderer(() => compilePayload(type.fullName) ?? this.#compile(type));
    });
  }

  /** For messages in a field: some types have a form of their own there. */
  #value(type: MessageType): MessageRenderer {
    return memoized(this.#values, type, () => {
      const { decimals, dialect } = this.#rendering;
      const wellKnown = compileWellKnown(type.fullName, decimals) ?? dialect.compileValue(type.fullName);
      return wellKnown === undefined ? this.root(type) : new MessageRenderer(() => wellKnown);
    });
  }

  #compile(type: MessageType): CompiledMessage {
    const { dialect, fieldNames } = this.#rendering;
    const names = memberNames(type, fieldNames);
    const layout = new FrameLayout();
    const members: Member[] = [];
    const add = (name: string, write: (label: string) => WriteMember) => {
      members.push({ name, write: write(labelOf(name, members.length)) });
    };

    for (const part of dialect.parts(type)) {
      if ('field' in part) {
        add(names.ofField(part.field), (label) => this.#fieldMember(part.field, label, layout));
        continue;
      }
      const oneofSlot = layout.addSlots(1);
      const choices = part.fields.map((field) => ({
        name: names.ofField(field),
        write: (label: string) => this.#singularMember(field, label, layout, oneofSlot),
      }));
      const { oneofMember } = dialect;
      if (oneofMember === undefined) {
        for (const { name, write } of choices) add(name, write);
        continue;
      }
      add(`${names.ofOneof(part.oneof)}${part.suffix}`, (label) => {
        const inner = choices.map(({ name, write }, index) => ({ name, write: write(labelOf(name, index)) }));
        return oneofMember(label, inner, oneofSlot);
      });
    }
    return { index: layout.index(), write: objectWriter(members) };
  }

  #fieldMember(field: Field, label: string, layout: FrameLayout): WriteMember {
    if (!field.isRepeated) return this.#singularMember(field, label, layout, 0);
    const value = this.#valueType(field);
    const slot = layout.addSlots(2);
    if (value.kind === 'message') {
      const { type } = value;
      layout.addTag(field, messageWireType(field, type), { kept: CHAIN, slot });
      if (this.#rendering.dialect.isMap(type)) return mapMember(label, slot, () => this.#compileEntry(type));
      return listMember(label, slot, renderWith(this.#value(type)), false, undefined);
    }
    layout.addTag(field, value.wireType, { kept: CHAIN, slot });
    const isPackable = value.wireType !== LEN;
    if (isPackable) layout.addTag(field, LEN, { kept: CHAIN, slot });
    return listMember(label, slot, value.render, isPackable, value.isKnown);
  }

  #singularMember(field: Field, label: string, layout: FrameLayout, oneofSlot: number): WriteMember {
    const value = this.#valueType(field);
    if (value.kind === 'message') {
      const slot = layout.addSlots(2);
      layout.addTag(field, messageWireType(field, value.type), { kept: CHAIN, slot, oneofSlot });
      const isShown = this.#rendering.dialect.showsUnsetMessages && field.presence === 'implicit';
      const isEmptyMessage = isShown && this.#defaults.isWritten(value.type);
      const text = field.presence === 'required' ? undefined : 'null';
      return messageMember(label, slot, this.#value(value.type), isEmptyMessage ? 'empty message' : { text });
    }
    const text = { explicit: 'null', implicit: value.defaultText, required: undefined }[field.presence];
    return scalarMember(label, addScalar(field, value, layout, oneofSlot), value.render, text);
  }

  #compileEntry({ fields }: MessageType): CompiledEntry {
    const layout = new FrameLayout();
    const write = (number: number): WriteMember => {
      const field = fields.find((part) => part.number === number);
      if (field === undefined) return (_cursor, out) => out.null();
      const value = this.#valueType(field);
      if (value.kind === 'scalar') {
        return scalarMember('', addScalar(field, value, layout, 0), value.render, value.defaultText);
      }
      const slot = layout.addSlots(2);
      layout.addTag(field, messageWireType(field, value.type), { kept: CHAIN, slot });
      return messageMember('', slot, this.#value(value.type), 'empty message');
    };
    const writeKey = write(KEY_NUMBER);
    const writeValue = write(VALUE_NUMBER);
    const hasStringKey = fields.some(
      ({ number, typeName }) => number === KEY_NUMBER && typeName === 'string',
    );
    return { index: layout.index(), writeKey, writeValue, hasStringKey };
  }

  #valueType(field: Field): ValueType {
    const { typeName, isUtf8Checked } = field;
    if (isScalarType(typeName)) {
      const scalar = SCALARS[typeName];
      const render = typeName === 'string' && isUtf8Checked ? renderUtf8 : scalar.render;
      return { kind: 'scalar', ...scalar, render, isKnown: undefined };
    }
    const type = this.#schema.typeOf(field);
    if (type === undefined) throw new TypeError(`unlinked field: ${field.name}`);
    if (type.kind === 'message') return { kind: 'message', type };
    return {
      kind: 'scalar',
      wireType: VARINT,
      ...memoized(this.#enums, type, () => this.#rendering.dialect.compileEnum(type)),
    };
  }
}

/** Gives out the slots of a frame, and collects which tag fills which. */
class FrameLayout {
  readonly #plans = new Map<number, TagPlan>();
  /** The first one is not for use. */
  #slotCount = 1;

  addSlots(count: number): number {
    const slot = this.#slotCount;
    this.#slotCount += count;
    return slot;
  }

  addTag({ number }: Field, wireType: number, plan: Pick<TagPlan, 'kept' | 'slot'> & Partial<TagPlan>): void {
    const tag = ((number << WIRE_TYPE_BITS) | wireType) >>> 0;
    this.#plans.set(tag, { oneofSlot: 0, isKnown: undefined, ...plan });
  }

  index(): FieldIndex {
    return new FieldIndex(this.#plans, this.#slotCount);
  }
}

function addScalar(
  field: Field,
  { wireType, isKnown }: Extract<ValueType, { kind: 'scalar' }>,
  layout: FrameLayout,
  oneofSlot: number,
): number {
  // A string or bytes keeps its end too. The slot behind the others is read, but means nothing to them.
  const slot = layout.addSlots(2);
  layout.addTag(field, wireType, { kept: wireType === LEN ? RANGE : POSITION, slot, oneofSlot, isKnown });
  return slot;
}

/** Map entries stand behind their length, also where the features of the file make groups of messages. */
function messageWireType({ isDelimited }: Field, { isMapEntry }: MessageType): number {
  return isDelimited && !isMapEntry ? START_GROUP : LEN;
}

function renderWith(message: MessageRenderer): Render {
  return (cursor, out, start, end) => message.render(cursor, out, start, end);
}

/** `{"id":` for the first member of an object, `,"price":` for the others. */
function labelOf(name: string, index: number): string {
  return `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`;
}

function memoized<Key, Value>(values: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const created = create();
  values.set(key, created);
  return created;
}
