/** What requests are signed with. What the SDK's providers give fits. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Undefined for credentials that stay good for as long as the process lives. */
  readonly expiration?: Date;
}

/** Credentials are asked for again this long before they expire, as the SDK does. */
const RENEWAL_MS = 5 * 60 * 1_000;

/** Whether credentials can still be used without asking for them again. */
export function areFresh({ expiration }: AwsCredentials, nowMs: number): boolean {
  return expiration === undefined || expiration.getTime() - nowMs >= RENEWAL_MS;
}
