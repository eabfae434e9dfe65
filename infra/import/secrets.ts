import { EXTERNAL_ID_NAME } from '../../shared/configuration/property-problems.ts';

/** Names of properties that hold a secret, or may. */
const SECRET_NAME =
  /(password|passwd|passphrase|secret|token|credential|jaas|user\.info|api[._-]?key|access[._-]?key|private[._-]?key|keystore\.key)/i;

/** Names that only sound like it: ARNs of secrets, classes and kinds. */
const NO_SECRET_NAME = /(secret\.arn|credentials_provider\.class|credentials\.source|token\.endpoint\.url)$/i;

/** A user with a password in an address, and the ids of keys of AWS. */
const SECRET_VALUE = /(:\/\/[^/\s@]+:[^/\s@]+@|\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN )/;

/** Whether the value must not be shown nor copied. */
export function isSecret(name: string, value: string): boolean {
  return (SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name)) || SECRET_VALUE.test(value);
}

/**
 * Whether a value is looked up by the worker, as `${file:/run/secrets:password}`: it is gone with the worker. A path of the
 * bridge's own, as in `${$['a:b']}`, has a colon at most in a name.
 *
 * @see https://kafka.apache.org/documentation/#config_providers
 */
export function isLookedUp(value: string): boolean {
  return /\$\{(?!\s*\$)[^}:]+:[^}]*\}/.test(value);
}

/** A value as it may be shown. */
export function shownValue(name: string, value: string | undefined): string {
  if (value === undefined) return '(known at deployment only)';
  if (isLookedUp(value)) return `(looked up: ${providerOf(value)})`;
  if (value !== '' && (isSecret(name, value) || EXTERNAL_ID_NAME.test(name))) return '(not shown)';
  return value === '' ? '(empty)' : value;
}

/** The provider alone: what it looks up may be a path or name that says too much. */
function providerOf(value: string): string {
  return `\${${/\$\{([^}:]+):/.exec(value)?.[1] ?? ''}:…}`;
}
