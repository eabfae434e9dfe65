import { FAULT_KINDS, type Fault, type FaultKind, type FaultTarget } from './fault.ts';
import { checkFaults, InvalidFaultsError } from './fault-checks.ts';
import { SERVICE_NAMES } from './service.ts';
import { wrap } from './view/text-width.ts';

/** Text beside the names of the parts, in lines that stay short where the whole is indented. */
function beside(text: string): string {
  return wrap(text, 76).join('\n            ');
}

/** What a person may write, for a command's help. */
export const FAULT_TEXT_HELP = `KIND[@TARGET]=AMOUNT[:ARGUMENT], several separated by commas; seed=N repeats a run.
  KIND      ${beside(Object.keys(FAULT_KINDS).join(', '))}
  TARGET    ${beside(`a service (${SERVICE_NAMES.join(', ')}), one operation (sqs.SendMessage) or *; eventbridge.PutEvents if absent`)}
  AMOUNT    a probability such as 0.1, or x3 for the next three requests
  ARGUMENT  delay: milliseconds; partial: CODE[+CODE...][/PLACE[+PLACE...]]
  Example   throttle=0.1,reset=0.05,delay@*=1:20,partial=x1:InternalFailure/0+2`;

/**
 * Reads faults as a person writes them on a command line.
 *
 * @example parseFaults('throttle=0.1,reset=0.05,partial=0.2:InternalFailure,seed=7')
 * @throws {InvalidFaultsError} listing every mistake in the text.
 */
export function parseFaults(text: string): {
  readonly faults: readonly Fault[];
  readonly seed: number | undefined;
} {
  const faults: Fault[] = [];
  const mistakes: string[] = [];
  let seed: number | undefined;
  for (const part of text.split(',').map((written) => written.trim())) {
    if (part === '') continue;
    try {
      if (part.startsWith('seed=')) seed = readInteger(part.slice('seed='.length), 'the seed');
      else faults.push(parseFault(part));
    } catch (error) {
      if (!(error instanceof Mistake)) throw error;
      mistakes.push(`"${part}": ${error.message}`);
    }
  }
  if (mistakes.length > 0) throw new InvalidFaultsError(mistakes);
  checkFaults(faults);
  return { faults, seed };
}

/** One mistake in one fault, on its way to the list of all. */
class Mistake extends Error {}

const FAULT = /^(?<kind>[^@=:]+)(?:@(?<on>[^=:]+))?=(?<amount>[^:]+)(?::(?<argument>.*))?$/;

function parseFault(part: string): Fault {
  const { kind, on, amount, argument } = FAULT.exec(part)?.groups ?? {};
  if (kind === undefined || amount === undefined) throw new Mistake('expected KIND=AMOUNT');
  if (!isFaultKind(kind))
    throw new Mistake(`unknown kind; the kinds are ${Object.keys(FAULT_KINDS).join(', ')}`);
  const timing = { ...(on === undefined ? {} : { on: readTarget(on) }), ...readAmount(amount) };
  if (kind === 'delay')
    return { kind, ...timing, delayMs: readInteger(argument ?? '', 'the delay in milliseconds') };
  if (kind === 'partial') return { kind, ...timing, ...readPartial(argument) };
  if (argument !== undefined) throw new Mistake(`${kind} takes no argument`);
  return { kind, ...timing };
}

function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(FAULT_KINDS, kind);
}

function readTarget(on: string): FaultTarget {
  if (on === '*') return on;
  const [written, operation] = on.split('.', 2);
  const service = SERVICE_NAMES.find((name) => name === written);
  if (service === undefined)
    throw new Mistake(`unknown service; the services are ${SERVICE_NAMES.join(', ')}`);
  if (operation === undefined) return service;
  if (!/^[A-Z][A-Za-z0-9]*$/.test(operation))
    throw new Mistake('an operation is written as in sqs.SendMessage');
  return `${service}.${operation}`;
}

function readAmount(amount: string): { readonly next: number } | { readonly probability: number } {
  if (amount.startsWith('x')) {
    const next = readInteger(amount.slice(1), 'the number of requests');
    if (next === 0) throw new Mistake('the number of requests must be at least 1');
    return { next };
  }
  const probability = /^\d*\.?\d+$/.test(amount) ? Number(amount) : Number.NaN;
  if (!(probability > 0 && probability <= 1)) {
    throw new Mistake('the amount must be a probability above 0 up to 1, or x and a number of requests');
  }
  return { probability };
}

function readPartial(argument: string | undefined): {
  codes?: readonly string[];
  entries?: readonly number[];
} {
  if (argument === undefined) return {};
  const [codes = '', places] = argument.split('/', 2);
  if (!/^[A-Za-z.]+(\+[A-Za-z.]+)*$/.test(codes)) throw new Mistake('error codes are letters, joined by +');
  return {
    codes: codes.split('+'),
    ...(places === undefined
      ? {}
      : { entries: places.split('+').map((place) => readInteger(place, 'the place of an entry')) }),
  };
}

function readInteger(text: string, meaning: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Mistake(`${meaning} must be a whole number`);
  return Number(text);
}
