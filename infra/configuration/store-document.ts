import { styleText } from 'node:util';
import { describeRemarks } from '../redrive/describe-staying.ts';
import { type Change, changesBetween } from './changes.ts';
import { checkDocument } from './check-document.ts';
import { deploymentRemarks } from './deployment-remarks.ts';
import { describeChanges } from './describe-changes.ts';
import { refuseSize } from './size.ts';
import type { DocumentStore } from './stored-document.ts';

/** What became, or would become, of a parameter. */
export interface Storing {
  readonly parameter: string;
  /** Undefined when there was none. */
  readonly oldVersion: number | undefined;
  /** Undefined when nothing was written: it says the same already, or it is a dry run. */
  readonly newVersion: number | undefined;
  readonly isDryRun: boolean;
  /** Whether the parameter says something else, or what the function refuses. */
  readonly isNeeded: boolean;
  readonly changes: readonly Change[];
  /** What else the person should know, as sentences. */
  readonly remarks: readonly string[];
}

/**
 * Stores a document that was checked, unless the parameter says the same already.
 *
 * @throws Refusal when it is too large, or the parameter cannot be read or written.
 */
export async function storeDocument(
  store: DocumentStore,
  parameter: string,
  text: string,
  isDryRun = false,
): Promise<Storing> {
  refuseSize(text);
  const old = await store.read(parameter);
  const changes = changesBetween(old?.text, text);
  // A document that the function refuses may have the same properties, and something that is none.
  const isNeeded = old === undefined || changes.length > 0 || checkDocument(old.text).problems.length > 0;
  const newVersion =
    isNeeded && !isDryRun ? await store.write(parameter, text, old === undefined) : undefined;
  return {
    parameter,
    oldVersion: old?.version,
    newVersion,
    isDryRun,
    isNeeded,
    changes,
    remarks: [
      ...(old === undefined ? [CREATED] : []),
      ...(old === undefined ? [] : deploymentRemarks(changes)),
    ],
  };
}

const CREATED =
  'There was no such parameter. A deployment with cdk makes it itself and fails where it is there already: if this bridge is still to be deployed, delete the parameter first (aws ssm delete-parameter).';

export function describeStoring(storing: Storing, columns: number): string {
  const { parameter, oldVersion, changes, remarks } = storing;
  return [
    '',
    ...(oldVersion === undefined ? [] : describeChanges(changes, columns)),
    styleText('green', outcome(storing)),
    styleText('dim', `SSM parameter ${parameter}; the bridge reads it again within a minute.`),
    ...describeRemarks(remarks, columns),
  ].join('\n');
}

function outcome({ oldVersion, newVersion, isDryRun, isNeeded }: Storing): string {
  if (newVersion !== undefined) {
    return oldVersion === undefined
      ? `Stored as version ${newVersion}`
      : `Stored: version ${oldVersion} → ${newVersion}`;
  }
  if (oldVersion !== undefined && !isNeeded)
    return `Version ${oldVersion} says the same already: nothing was stored`;
  return isDryRun ? 'Dry run: nothing was stored' : '';
}
