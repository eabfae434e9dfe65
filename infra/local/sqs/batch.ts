import type { RequestMembers } from '../request-members.ts';
import { ServiceError, type ServiceRequest } from '../service.ts';
import { sqsError } from './sqs-error.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The entries of a batch request, or the error for the whole of it. */
export function readBatch(input: RequestMembers, request: ServiceRequest): readonly RequestMembers[] {
  const entries = input.structures('Entries') ?? [];
  request.entryCount = entries.length;
  if (entries.length === 0) {
    throw batchError(
      'EmptyBatchRequest',
      'There should be at least one SendMessageBatchRequestEntry in the request.',
    );
  }
  if (entries.length > MAX_ENTRIES) {
    const message = `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`;
    throw batchError('TooManyEntriesInBatchRequest', message);
  }
  const ids = new Set<string>();
  for (const entry of entries) {
    const id = entry.requiredString('Id');
    if (!ENTRY_ID.test(id)) {
      throw batchError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (ids.has(id)) throw batchError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
    ids.add(id);
  }
  return entries;
}

export function batchError(shape: string, message: string): ServiceError {
  return sqsError(shape, message, `AWS.SimpleQueueService.${shape}`);
}

/** Does the work for each entry; an entry whose work fails, or that a fault picks, is reported as failed. */
export function answerBatch(
  entries: readonly RequestMembers[],
  request: ServiceRequest,
  work: (entry: RequestMembers) => object,
): object {
  const successful: object[] = [];
  const failed: object[] = [];
  const injected = request.failEntries?.(entries.length);
  for (const [place, entry] of entries.entries()) {
    const id = entry.requiredString('Id');
    const code = injected?.get(place);
    if (code !== undefined) {
      failed.push({ Id: id, Code: code, Message: `${code} injected by a fault.`, SenderFault: false });
      continue;
    }
    try {
      successful.push({ Id: id, ...work(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      failed.push({ Id: id, Code: error.queryCode ?? error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}
