import type { Condition } from './condition.ts';
import { InvalidEventPatternError } from './errors.ts';
import { type IpAddress, looksLikeIpAddress, readIpAddress } from './ip-address.ts';
import type { PatternReader } from './pattern-reader.ts';
import { stringCondition } from './strings.ts';

/** Largest number the service reads as mask bits before it compares them with the length of the address. */
const MAX_INTEGER = 2 ** 31 - 1;

/** Reads the value of `cidr`: an address, a slash and the number of leading bits that count. */
export function readCidr(reader: PatternReader): Condition {
  // The service says "prefix" here.
  if (reader.next().kind !== 'string') reader.fail('prefix match pattern must be a string');
  return stringCondition(isWithin(reader.text()));
}

/** A bare string that is an IP address matches that address in every spelling. */
export function equalsIpAddress(expected: IpAddress): Condition {
  return stringCondition((value) => {
    const address = readIpAddress(value);
    return address !== undefined && address.bits === expected.bits && address.value === expected.value;
  });
}

/** The service rejects a CIDR without naming its place in the pattern. */
function isWithin(cidr: string): (value: string) => boolean {
  const parts = cidr.replace(/\/+$/, '').split('/');
  const [network = '', mask = ''] = parts;
  if (parts.length !== 2) throw new InvalidEventPatternError("Malformed CIDR, one '/' required");
  const maskBits = readMaskBits(mask);
  const { bits, value: base } = readNetwork(network);
  if (maskBits >= bits) {
    throw new InvalidEventPatternError(`${bits === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${bits}`);
  }
  const hostBits = BigInt(bits - maskBits);
  return (value) => {
    const address = readIpAddress(value);
    return address !== undefined && address.bits === bits && address.value >> hostBits === base >> hostBits;
  };
}

function readMaskBits(text: string): number {
  const maskBits = Number(text);
  if (!/^[+-]?\d+$/.test(text) || Math.abs(maskBits) > MAX_INTEGER) {
    throw new InvalidEventPatternError('Malformed CIDR, mask bits must be an integer');
  }
  if (maskBits < 0) throw new InvalidEventPatternError('Malformed CIDR, mask bits must not be negative');
  return maskBits;
}

function readNetwork(text: string): IpAddress {
  const address = readIpAddress(text);
  if (address !== undefined) return address;
  const fault = looksLikeIpAddress(text) ? 'Invalid' : 'Nonstandard';
  throw new InvalidEventPatternError(`${fault} IP address: ${text}`);
}
