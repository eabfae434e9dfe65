import type { ConnectorForm, MskConnectSurroundings } from './connector.ts';
import type { Members } from './json-members.ts';

/** A connector in a JSON document, before its properties are read. */
export interface FoundConnector {
  readonly form: ConnectorForm;
  readonly name: string | undefined;
  readonly config: Members;
  readonly surroundings?: MskConnectSurroundings;
}
