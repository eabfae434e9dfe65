import { checkLength } from '../constraints.ts';
import { type Place, ServiceError } from '../service.ts';

/** @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
const MAX_STANDARD_BYTES = 4_096;
const MAX_ADVANCED_BYTES = 8_192;
/** Parameter Store keeps the last 100 versions. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const MAX_VERSIONS = 100;

export const PARAMETER_TYPES = ['String', 'StringList', 'SecureString'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];
export const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;
export type ParameterTier = (typeof TIERS)[number];

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly type: ParameterType;
  readonly tier: 'Standard' | 'Advanced';
  readonly modifiedAtMs: number;
}

/** Parameters by name, each with its latest versions. */
export class ParameterStore {
  readonly #place: Place;
  readonly #versions = new Map<string, ParameterVersion[]>();

  constructor(place: Place) {
    this.#place = place;
  }

  current(name: string): ParameterVersion | undefined {
    return this.#versions.get(name)?.at(-1);
  }

  put(input: {
    readonly name: string;
    readonly value: string;
    readonly type: ParameterType;
    readonly tier: ParameterTier;
  }): ParameterVersion {
    checkName(input.name);
    const versions = this.#versions.get(input.name) ?? [];
    const stored: ParameterVersion = {
      version: (versions.at(-1)?.version ?? 0) + 1,
      value: input.value,
      type: input.type,
      tier: tierFor(input.value, input.tier),
      modifiedAtMs: Date.now(),
    };
    this.#versions.set(input.name, [...versions, stored].slice(-MAX_VERSIONS));
    return stored;
  }

  /**
   * @param selector - Name or ARN, optionally followed by `:` and a version.
   * @throws {ServiceError} `ParameterNotFound` or `ParameterVersionNotFound`
   */
  get(selector: string): object {
    const { name, version } = this.#parse(selector);
    // AWS answers without a message; the SDK then shows "UnknownError".
    if (!this.#versions.has(name)) throw new ServiceError('ParameterNotFound', '');
    const found = this.#describe(selector);
    if (found !== undefined) return found;
    throw new ServiceError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    );
  }

  /** Those that are there, and the selectors of those that are not. */
  getAll(selectors: readonly string[]): {
    readonly found: readonly object[];
    readonly missing: readonly string[];
  } {
    const described = selectors.map((selector) => ({ selector, parameter: this.#describe(selector) }));
    return {
      found: described.map(({ parameter }) => parameter).filter((parameter) => parameter !== undefined),
      missing: described.filter(({ parameter }) => parameter === undefined).map(({ selector }) => selector),
    };
  }

  delete(name: string): object {
    if (!this.#versions.delete(name)) throw new ServiceError('ParameterNotFound', '');
    return {};
  }

  #describe(selector: string): object | undefined {
    const { name, version } = this.#parse(selector);
    const versions = this.#versions.get(name) ?? [];
    const found = version === undefined ? versions.at(-1) : versions.find((kept) => kept.version === version);
    if (found === undefined) return undefined;
    return {
      Name: name,
      Type: found.type,
      Value: found.value,
      Version: found.version,
      Selector: version === undefined ? undefined : `:${version}`,
      LastModifiedDate: found.modifiedAtMs / 1000,
      ARN: this.#arnOf(name),
      DataType: 'text',
    };
  }

  #parse(selector: string): { readonly name: string; readonly version: number | undefined } {
    const [, written = selector, version] = /^(.*?)(?::(\d+))?$/s.exec(selector) ?? [];
    return { name: this.#nameOf(written), version: version === undefined ? undefined : Number(version) };
  }

  /** ARNs hold the name after `parameter/`, and share that slash with names that begin with one. */
  #nameOf(nameOrArn: string): string {
    const arnPrefix = this.#arnOf('');
    if (!nameOrArn.startsWith(arnPrefix)) return nameOrArn;
    const name = nameOrArn.slice(arnPrefix.length);
    return name.includes('/') ? `/${name}` : this.#versions.has(name) ? name : `/${name}`;
  }

  #arnOf(name: string): string {
    const path = name.startsWith('/') ? name : `/${name}`;
    return `arn:aws:ssm:${this.#place.region}:${this.#place.account}:parameter${path}`;
  }
}

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9_.\-/]+$/.test(name)) {
    throw new ServiceError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw new ServiceError('ValidationException', 'Parameter name must be a fully qualified name.');
  }
}

function tierFor(value: string, tier: ParameterTier): 'Standard' | 'Advanced' {
  const bytes = Buffer.byteLength(value);
  checkLength(value, 'value', 1, Number.POSITIVE_INFINITY);
  if (bytes > MAX_STANDARD_BYTES && tier === 'Standard') {
    throw new ServiceError(
      'ValidationException',
      `Standard tier parameters support a maximum parameter value of ${MAX_STANDARD_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html`,
    );
  }
  if (bytes > MAX_ADVANCED_BYTES) {
    throw new ServiceError(
      'ValidationException',
      `Advanced tier parameters support a maximum parameter value of ${MAX_ADVANCED_BYTES} characters.`,
    );
  }
  if (tier !== 'Intelligent-Tiering') return tier;
  return bytes > MAX_STANDARD_BYTES ? 'Advanced' : 'Standard';
}
