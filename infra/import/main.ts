import { configurationParameterName } from '../../shared/configuration-parameter.ts';
import { toCaller } from '../command-line/caller-path.ts';
import { columns, printJson } from '../command-line/terminal.ts';
import { describeStoring, type Storing, storeDocument } from '../configuration/store-document.ts';
import { DocumentStore } from '../configuration/stored-document.ts';
import { bridgeNameOf } from './bridge-name.ts';
import { type ImportCommand, parseCommand } from './command-line.ts';
import { describeImport } from './describe-import.ts';
import { describeNext } from './describe-next.ts';
import { HELP } from './help.ts';
import { type Import, importConnector } from './import-connector.ts';
import { readConnector } from './read-connector.ts';
import { workerOf } from './worker.ts';
import { pathsOf, writeFiles } from './written-files.ts';

/** `npm run import`: see the help. */

const EXIT_OPEN = 1;
/** The command line could not be understood, or there is nothing to work with: nothing was touched. */
const EXIT_NOT_BEGUN = 2;

async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (command.kind === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const result = read(command);
  if (!result.isComplete) process.exitCode = EXIT_OPEN;
  const isWriting = result.isComplete && !command.isDryRun;
  const paths = pathsOf(command.folder, result.bridgeName);
  if (!command.isJson) console.log(describeImport(result, columns()));
  if (isWriting) writeFiles(result, paths, command.isOverwriting);
  const stored = isWriting && command.isPut ? await put(result) : undefined;
  const files = isWriting ? [toCaller(paths.bridge), toCaller(paths.document)] : [];
  if (command.isJson) {
    const { bridgeName, lines, remarks, isComplete } = result;
    const documents = isComplete ? { document: result.document, bridge: result.bridge } : {};
    printJson({
      bridgeName,
      isComplete,
      lines,
      remarks,
      ...documents,
      files,
      ...(stored === undefined ? {} : { stored }),
    });
    return;
  }
  if (result.isComplete) console.log(describeNext(result, files, columns()));
  if (stored !== undefined) console.log(describeStoring(stored, columns()));
}

function read(command: ImportCommand): Import {
  const connector = readConnector(command.file, { connector: command.connector, given: command.given });
  return importConnector(connector, {
    worker: workerOf(connector, command.workerFile),
    bridgeName: bridgeNameOf(connector, command.bridge),
    removed: command.removed,
    startingPosition: command.startingPosition,
    clusterArn: command.clusterArn,
  });
}

async function put({ bridgeName, document }: Import): Promise<Storing> {
  const store = new DocumentStore();
  try {
    return await storeDocument(store, configurationParameterName(bridgeName), JSON.stringify(document));
  } finally {
    store.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = EXIT_NOT_BEGUN;
}
