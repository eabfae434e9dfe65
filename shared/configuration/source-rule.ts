import { parseTemplate, type Template, type TemplateResult } from './template.ts';

/** What sources are made of where the document names none. */
export const DEFAULT_SOURCE = 'kafka-connect.${connector.id}';

/**
 * EventBridge's limit for the source of an event.
 * See {@link https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EventBridgeParameters.html}.
 */
export const MAX_SOURCE_CHARACTERS = 256;

/** Of AWS itself: PutEvents refuses such sources. */
const RESERVED_SOURCE = 'aws.';

const CONNECTOR_ID = '${connector.id}';

/** The template of sources, with the connector id in its place. */
export function parseSource(text: string, connectorId: string): TemplateResult {
  const result = parseTemplate(text.replaceAll(CONNECTOR_ID, ''), 'topic');
  if ('problem' in result) return result;
  const template = withConnectorId(text, connectorId);
  const problem = sourceProblem(shortestText(template));
  return problem === undefined ? { template } : { problem };
}

/** Put in behind the parse, because a connector id may have any characters. */
function withConnectorId(text: string, connectorId: string): Template {
  const parts = text
    .split('${topic}')
    .flatMap((plain, index) => [
      ...(index === 0 ? [] : [{ kind: 'topic' } as const]),
      ...(plain === ''
        ? []
        : [{ kind: 'text', text: plain.replaceAll(CONNECTOR_ID, () => connectorId) } as const]),
    ]);
  return { text, parts };
}

/** With a topic of one character: what is wrong then is wrong for every topic. */
function shortestText({ parts }: Template): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '?')).join('');
}

/** What is wrong with a source, to be read behind "which"; undefined for one that EventBridge takes. */
export function sourceProblem(source: string): string | undefined {
  if (source.trim() === '') return 'makes an empty source';
  if (source.startsWith(RESERVED_SOURCE)) {
    return `makes a source that begins with "${RESERVED_SOURCE}", as only those of AWS do`;
  }
  if (source.length <= MAX_SOURCE_CHARACTERS) return undefined;
  return `makes a source of ${source.length} characters; EventBridge takes ${MAX_SOURCE_CHARACTERS}`;
}
