import { relative, resolve } from 'node:path';

/** npm runs scripts in the project's folder and tells where it was called. */
function callerDirectory(): string {
  return resolve(process.env.INIT_CWD ?? '.');
}

/** The file or directory that a person named on the command line. */
export function fromCaller(path: string): string {
  return resolve(callerDirectory(), path);
}

/** A path as the person would type it. */
export function toCaller(path: string): string {
  const fromThere = relative(callerDirectory(), path);
  return fromThere.startsWith('..') ? path : fromThere;
}
