import type { Settings } from './settings.ts';

/** A member of the document as the text it stands for; empty when it is absent. */
export function settingText(settings: Settings, property: string): string {
  return valueText(settings[property]);
}

/** A value of the document as the text it stands for. What stands for none is JSON, to be refused as such elsewhere. */
export function valueText(value: unknown): string {
  if (value === undefined) return '';
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  // An object may have a member toString, which String would call.
  const isText = isList || typeof value !== 'object';
  return (isText ? String(value) : JSON.stringify(value)).trim();
}

/** Whether a member of the document says anything. */
export function isGiven(settings: Settings, property: string): boolean {
  return settingText(settings, property) !== '';
}
