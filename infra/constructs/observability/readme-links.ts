import type { ReadmeSection } from './runbook.ts';

/** Names a section of the README, with its address when there is one. */
export function readmeReference(section: ReadmeSection, readmeUrl?: string): string {
  if (readmeUrl === undefined) return `README, "${section}"`;
  return `${readmeUrl}#${section.toLowerCase().replaceAll(' ', '-')}`;
}
