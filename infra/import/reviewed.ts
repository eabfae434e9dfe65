import { parseConfiguration } from '../../shared/configuration/configuration.ts';
import {
  ConfigurationError,
  type ConfigurationProblem,
} from '../../shared/configuration/configuration-error.ts';
import { type ConfigurationNote, readSettings } from '../../shared/configuration/settings.ts';
import { capitalised } from './capitalised.ts';
import type { Decision } from './decision.ts';
import { OPEN_FATES } from './import-line.ts';

/** The configuration document. */
type Document = Readonly<Record<string, string>>;

export interface Reviewed {
  readonly decisions: readonly Decision[];
  /** The bridge takes it when none of the decisions is open. */
  readonly document: Document;
}

/**
 * Lets the reader of the bridge judge what was carried over: what it does not take, what has no effect, and what else it says.
 */
export function reviewed(decisions: readonly Decision[]): Reviewed {
  const { problems } = judgement(documentOf(decisions));
  const told = new Set(decisions.filter(isTold).map(({ line }) => line.property));
  const judged = decisions.map((decision) => refused(decision, problems) ?? decision);
  const { notes } = judgement(documentOf(judged));
  const kept = judged.map((decision) => noted(decision, notes));
  const missing = problems.filter(({ property }) => !told.has(property)).map(missingLine);
  return { decisions: [...kept, ...missing], document: documentOf(kept) };
}

/** Whether a problem with the property has a line already, or gets one. */
function isTold({ line, document }: Decision): boolean {
  return document !== undefined || OPEN_FATES.includes(line.fate);
}

function documentOf(decisions: readonly Decision[]): Document {
  return Object.assign({}, ...decisions.map(({ document = {} }) => document));
}

interface Judgement {
  readonly problems: readonly ConfigurationProblem[];
  readonly notes: readonly ConfigurationNote[];
}

function judgement(document: Document): Judgement {
  const text = JSON.stringify(document);
  try {
    return { problems: [], notes: parseConfiguration(text).notes };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems, notes: readSettings(text).notes };
  }
}

function refused(
  { line, document }: Decision,
  problems: readonly ConfigurationProblem[],
): Decision | undefined {
  const own = problems.filter(({ property }) => property === line.property);
  if (document === undefined || own.length === 0) return undefined;
  const { becomes: _, ...rest } = line;
  return { line: { ...rest, fate: 'unsupported', why: own.map(withoutName).join(' ') } };
}

/** The name stands beside the reason already. */
function withoutName({ property, message }: ConfigurationProblem): string {
  if (message.startsWith(`${property}: `)) return message.slice(property.length + 2);
  return message.startsWith(`${property} `) ? `It ${message.slice(property.length + 1)}` : message;
}

/** What has no effect leaves the document; anything else that is said of it is added. */
function noted(decision: Decision, notes: readonly ConfigurationNote[]): Decision {
  const { line, document } = decision;
  const note = notes.find(({ property }) => property === line.property)?.note;
  if (document === undefined || note === undefined) return decision;
  const [, reason] = /^(?:Not needed: |Has no effect: )(.*)$/.exec(note) ?? [];
  if (reason === undefined) return { ...decision, line: { ...line, why: [line.why, note].join(' ').trim() } };
  const { becomes: _, ...rest } = line;
  return { line: { ...rest, fate: 'not needed', why: capitalised(reason) } };
}

function missingLine({ property, message }: ConfigurationProblem): Decision {
  const without = `${property} is missing. `;
  const why = message.startsWith(without) ? message.slice(without.length) : message;
  return { line: { property, fate: 'missing', why } };
}
