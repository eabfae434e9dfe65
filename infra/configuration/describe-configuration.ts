import { styleText } from 'node:util';
import type { ConfigurationNote } from '../../shared/configuration/settings.ts';
import { wrap } from '../command-line/text.ts';
import { heading } from '../redrive/describe-staying.ts';
import type { EffectiveConfiguration } from './effective-configuration.ts';
import type { EffectiveProperty } from './effective-property.ts';
import { shownEntry } from './shown-configuration.ts';

const UNDER = '      ';

/** What holds, as a person reads it: what the document says first, then what single topics have, then the defaults. */
export function describeConfiguration(
  where: string,
  { properties, topics, notes }: EffectiveConfiguration,
  columns: number,
): string {
  const from = (origin: EffectiveProperty['origin']) => properties.filter((entry) => entry.origin === origin);
  return [
    heading(where),
    ...section('In the document', from('document'), columns),
    ...section('Of the topic', from('topic'), columns),
    ...Object.entries(topics).flatMap(([topic, own]) => section(`Of the topic ${topic}`, own, columns)),
    ...section('Defaults', joinedSides(from('default')), columns),
    ...describeNotes(notes, columns),
  ].join('\n');
}

/** Keys and values with the same default share a line. */
function joinedSides(entries: readonly EffectiveProperty[]): EffectiveProperty[] {
  const values = new Map(entries.map((entry) => [entry.property, entry]));
  return entries.flatMap((entry) => {
    const [, side, member] = /^(key|value)\.(.*)$/.exec(entry.property) ?? [];
    if (side === undefined) return [entry];
    const other = values.get(`${side === 'key' ? 'value' : 'key'}.${member}`);
    if (other?.value !== entry.value) return [entry];
    return side === 'key' ? [{ ...entry, property: `key/value.${member}` }] : [];
  });
}

function section(title: string, entries: readonly EffectiveProperty[], columns: number): string[] {
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(({ property }) => property.length));
  return [
    '',
    styleText('bold', `${title} (${entries.length})`),
    ...entries.flatMap((entry) => row(entry, width, columns)),
  ];
}

function row(entry: EffectiveProperty, width: number, columns: number): string[] {
  const { property, writtenAs } = entry;
  const shown = shownEntry(entry).value;
  const beside = `  ${property.padEnd(width)}  ${shown}`;
  return [
    ...(beside.length <= columns
      ? [beside]
      : [`  ${property}`, ...wrap(shown.replaceAll(/,(?=\S)/g, ', '), columns, UNDER)]),
    ...(writtenAs === undefined ? [] : [styleText('dim', `${UNDER}written as ${writtenAs}`)]),
  ];
}

/** What is not wrong, and worth knowing. */
export function describeNotes(notes: readonly ConfigurationNote[], columns: number): string[] {
  if (notes.length === 0) return [];
  return [
    '',
    styleText('bold', `Notes (${notes.length})`),
    ...notes.flatMap(({ property, note }) => [
      `  ${property}`,
      ...wrap(note, columns, UNDER).map((line) => styleText('dim', line)),
    ]),
  ];
}
