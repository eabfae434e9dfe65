import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  SSMClient,
  type SSMClientConfig,
} from '@aws-sdk/client-ssm';
import { messageOf } from '../command-line/error-text.ts';
import { Refusal } from '../command-line/refusal.ts';

/** A configuration document in its SSM parameter. */
export interface StoredDocument {
  readonly text: string;
  /** 1 and more; each change makes one. */
  readonly version: number;
}

/** Somebody waits for the answer, and a repetition does no harm. */
const MAX_ATTEMPTS = 5;

/**
 * The configuration document of a bridge in SSM. A deployment makes the parameter as a String, in the advanced tier once it
 * has more than 4 kB; so does this.
 *
 * See {@link https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html}.
 */
export class DocumentStore {
  readonly #client: SSMClient;

  constructor(settings: SSMClientConfig = { maxAttempts: MAX_ATTEMPTS, ...regionOfCli() }) {
    this.#client = new SSMClient(settings);
  }

  /** Undefined when there is no such parameter. @throws Refusal when it cannot be read. */
  async read(name: string): Promise<StoredDocument | undefined> {
    try {
      const { Parameter } = await this.#client.send(
        new GetParameterCommand({ Name: name, WithDecryption: true }),
      );
      return { text: Parameter?.Value ?? '', version: Parameter?.Version ?? 0 };
    } catch (cause) {
      if (cause instanceof ParameterNotFound) return undefined;
      throw new Refusal(
        `The SSM parameter ${name} could not be read: ${messageOf(cause)}. Check the Region (AWS_REGION), the credentials, and ssm:GetParameter.`,
        { cause },
      );
    }
  }

  /** Stores a new version, whatever is there. @throws Refusal when it cannot be written. */
  async write(name: string, text: string, isNew: boolean): Promise<number> {
    try {
      const { Version } = await this.#client.send(
        new PutParameterCommand({
          Name: name,
          Value: text,
          Tier: 'Intelligent-Tiering',
          // Parameter Store keeps the type of one that is there, which may be a SecureString of somebody's own.
          ...(isNew ? { Type: 'String', Description: DESCRIPTION } : { Overwrite: true }),
        }),
      );
      return Version ?? 0;
    } catch (cause) {
      throw new Refusal(
        `The SSM parameter ${name} could not be written: ${messageOf(cause)}. Check the Region (AWS_REGION), the credentials, and ssm:PutParameter.`,
        { cause },
      );
    }
  }

  close(): void {
    this.#client.destroy();
  }
}

const DESCRIPTION = 'Configuration of a bridge: properties of the EventBridge sink connector.';

/** The AWS CLI knows this variable, the SDK for JavaScript does not. */
function regionOfCli(): { readonly region?: string } {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return AWS_REGION === undefined && AWS_DEFAULT_REGION !== undefined ? { region: AWS_DEFAULT_REGION } : {};
}
