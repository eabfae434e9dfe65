import { isFormatProperty } from '../../shared/configuration/format-properties.ts';
import type { PropertyDescription } from '../../shared/configuration/property-description.ts';
import { PROPERTY_DESCRIPTIONS } from '../../shared/configuration/property-descriptions.ts';

/** The tables of the README, by the marker that stands around them: `<!-- properties -->` … `<!-- /properties -->`. */
export function propertyTables(): ReadonlyMap<string, string> {
  return new Map([
    ['properties', table(PROPERTY_DESCRIPTIONS.filter(({ name }) => !isFormat(name)))],
    ['format properties', table(PROPERTY_DESCRIPTIONS.filter(({ name }) => isFormat(name)))],
  ]);
}

function isFormat(name: string): boolean {
  return isFormatProperty(name.replace('<side>', 'value'));
}

function table(descriptions: readonly PropertyDescription[]): string {
  return ['| property | default | meaning |', '| --- | --- | --- |', ...descriptions.map(row)].join('\n');
}

function row(property: PropertyDescription): string {
  return `| \`${property.name}\` | ${defaultOf(property)} | ${meaningOf(property)} |`;
}

function defaultOf({ isRequired, defaultText, defaultMeaning }: PropertyDescription): string {
  if (isRequired) return 'required';
  if (defaultMeaning !== undefined) return defaultMeaning;
  return defaultText === undefined ? '' : `\`${defaultText}\``;
}

/** A sentence is cut to a clause, as the cells of a table are. */
function meaningOf({ description, min, max }: PropertyDescription): string {
  const range = min === undefined || max === undefined ? '' : `; ${min} to ${max}`;
  return (description.replace(/\.$/, '') + range).replaceAll('|', '\\|');
}

/**
 * The text with the tables in place of what is between their markers.
 *
 * @throws Error when a marker is missing.
 */
export function withTables(text: string): string {
  return [...propertyTables()].reduce((result, [marker, content]) => {
    const [begin, end] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
    const [from, to] = [result.indexOf(begin), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`The markers ${begin} and ${end} are not there.`);
    return `${result.slice(0, from + begin.length)}\n\n${content}\n\n${result.slice(to)}`;
  }, text);
}
