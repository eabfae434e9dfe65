/** A role that is assumed for calls that the execution role is not to make. */
export interface AssumedRole {
  readonly arn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

/** A role of any partition. */
export const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/;

/** See {@link https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html}. */
export const ROLE_SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
export const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

const MIN_SESSION_NAME_CHARACTERS = 2;
const MAX_SESSION_NAME_CHARACTERS = 64;

/** A text as the name of a session: every character that such a name cannot have becomes a hyphen. */
export function sessionNameOf(text: string): string {
  return text
    .replace(/[^\w+=,.@-]/g, '-')
    .slice(0, MAX_SESSION_NAME_CHARACTERS)
    .padEnd(MIN_SESSION_NAME_CHARACTERS, '-');
}
