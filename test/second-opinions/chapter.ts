import type { Clients } from './clients.ts';

/** Requests that are put to the stand-ins and to moto, in the same order. */
export interface Chapter {
  /** As it is shown: `SQS`. */
  readonly name: string;
  /** What came of each request, by its name. */
  readonly answers: (clients: Clients) => Promise<ReadonlyMap<string, string>>;
}

/**
 * A service and the requests to it.
 *
 * @param prepare makes what the requests are about.
 * @param questions each sends a request and returns the members of the answer that a caller goes by.
 */
export function chapter<Setting>(
  name: string,
  prepare: (clients: Clients) => Promise<Setting>,
  questions: Readonly<Record<string, (setting: Setting) => Promise<unknown>>>,
): Chapter {
  return {
    name,
    answers: async (clients) => {
      const setting = await prepare(clients);
      const answers = new Map<string, string>();
      for (const [question, ask] of Object.entries(questions)) {
        answers.set(question, await answerText(() => ask(setting)));
      }
      return answers;
    },
  };
}

/** The answer as JSON text, or status and name of the error, by which callers tell errors apart. */
export async function answerText(ask: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await ask()) ?? 'done';
  } catch (error) {
    if (error instanceof Error) return errorText(error);
    throw error;
  }
}

function errorText(error: Error): string {
  const status = statusOf(error);
  if (status === undefined) return `no answer, ${error.name}: ${error.message}`;
  // A page of HTML, which the client could not read.
  return `${status} ${error instanceof SyntaxError ? 'without a code' : error.name}`;
}

function statusOf(error: Error): unknown {
  const { $metadata: metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}
