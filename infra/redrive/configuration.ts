import { readFileSync } from 'node:fs';
import { ssmParameter } from '../../functions/bridge/aws/ssm-parameter.ts';
import { type Configuration, parseConfiguration } from '../../shared/configuration/configuration.ts';
import { messageOf } from '../command-line/error-text.ts';
import { Refusal } from '../command-line/refusal.ts';

export type ConfigurationPlace =
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string };

/** @throws Refusal, or ConfigurationError with every problem of the document. */
export async function readConfiguration(place: ConfigurationPlace): Promise<Configuration> {
  return parseConfiguration(place.kind === 'file' ? readFile(place.path) : await readParameter(place.name));
}

function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Refusal(`The configuration ${path} could not be read: ${messageOf(cause)}.`, { cause });
  }
}

async function readParameter(name: string): Promise<string> {
  let text: string | undefined;
  try {
    text = await ssmParameter()(name);
  } catch (cause) {
    throw new Refusal(
      `The SSM parameter ${name} could not be read: ${messageOf(cause)}. Check its name, the Region (AWS_REGION), the credentials, and ssm:GetParameter.`,
      { cause },
    );
  }
  if (text) return text;
  throw new Refusal(`The SSM parameter ${name} is empty.`);
}
