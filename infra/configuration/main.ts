import { columns, printJson } from '../command-line/terminal.ts';
import { type Check, checkDocument } from './check-document.ts';
import { type ConfigCommand, parseCommand } from './command-line.ts';
import { describeCheck } from './describe-check.ts';
import { describeConfiguration } from './describe-configuration.ts';
import { readDocument } from './document-place.ts';
import { effectiveConfiguration, effectiveForTopic } from './effective-configuration.ts';
import { generate } from './generated-files.ts';
import { HELP } from './help.ts';
import { shownConfiguration } from './shown-configuration.ts';
import { sizeProblem } from './size.ts';
import { describeStoring, storeDocument } from './store-document.ts';
import { DocumentStore } from './stored-document.ts';

/** `npm run config`: see the help. */

const EXIT_PROBLEMS = 1;
/** The command line could not be understood, or there is nothing to work with: nothing was touched. */
const EXIT_NOT_BEGUN = 2;

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return;
    case 'check':
      return await check(command);
    case 'show':
      return await show(command);
    case 'put':
      return await put(command);
    case 'schema':
    case 'table':
      process.stdout.write(await generate(command.kind, command.isWriting));
  }
}

type Of<Kind extends ConfigCommand['kind']> = Extract<ConfigCommand, { readonly kind: Kind }>;

async function check({ place, isJson }: Of<'check'>): Promise<void> {
  const { text, where } = await readDocument(place);
  tellCheck(where, withSize(text, checkDocument(text)), isJson);
}

/** The function reads a document of any size, but no parameter would bring it there. */
function withSize(text: string, result: Check): Check {
  const message = result.problems.length > 0 ? undefined : sizeProblem(JSON.stringify(JSON.parse(text)));
  return message === undefined ? result : { problems: [{ property: 'document', message }], notes: [] };
}

async function show({ place, topic, isJson }: Of<'show'>): Promise<void> {
  const { text, where } = await readDocument(place);
  if (!isUsable(where, text, isJson)) return;
  const all = effectiveConfiguration(text);
  const configuration = topic === undefined ? all : effectiveForTopic(all, topic);
  if (isJson) printJson(shownConfiguration(configuration));
  else {
    const title = topic === undefined ? where : `${where}, topic ${topic}`;
    console.log(describeConfiguration(title, configuration, columns()));
  }
}

async function put({ source, target, isDryRun, isJson }: Of<'put'>): Promise<void> {
  const { text, where } = await readDocument(source);
  if (!isUsable(where, text, isJson)) return;
  const store = new DocumentStore();
  try {
    // Without blanks: above 4 kB a parameter costs.
    const storing = await storeDocument(store, target.name, JSON.stringify(JSON.parse(text)), isDryRun);
    if (isJson) printJson(storing);
    else console.log(describeStoring(storing, columns()));
  } finally {
    store.close();
  }
}

/** Tells the problems when there are some. */
function isUsable(where: string, text: string, isJson: boolean): boolean {
  const result = checkDocument(text);
  if (result.problems.length > 0) tellCheck(where, result, isJson);
  return result.problems.length === 0;
}

function tellCheck(where: string, result: Check, isJson: boolean): void {
  const isUsable = result.problems.length === 0;
  if (isJson) printJson({ isUsable, ...result });
  else console.log(describeCheck(where, result, columns()));
  if (!isUsable) process.exitCode = EXIT_PROBLEMS;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = EXIT_NOT_BEGUN;
}
