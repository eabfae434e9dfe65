import type { Settings } from './settings.ts';

/** A member of the document as the text it stands for; empty when it is absent. */
export function settingText(settings: Settings, property: string): string {
  const value = settings[property];
  return value === undefined ? '' : String(value).trim();
}

/** Whether a member of the document says anything. */
export function isGiven(settings: Settings, property: string): boolean {
  return settingText(settings, property) !== '';
}
