/** An address as a number of `bits` bits. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const IPV4 = /^\d+(?:\.\d+){3}$/;
const IPV6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;
const IPV6_GROUPS = 8;
/** `::ffff:0:0/96`, the IPv4 addresses among the IPv6 ones; the service takes them as IPv4. */
const IPV4_MAPPED = 0xffffn;

/** Tells whether a text has the characters of an address, right or wrong. */
export function looksLikeIpAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text);
}

/** Reads an IPv4 address of four decimal numbers or an IPv6 address in hexadecimal groups; `undefined` for any other text. */
export function readIpAddress(text: string): IpAddress | undefined {
  if (IPV4.test(text)) return readIpv4(text);
  return IPV6.test(text) ? readIpv6(text) : undefined;
}

function readIpv4(text: string): IpAddress | undefined {
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 0xff)) return undefined;
  return { bits: 32, value: joinDigits(octets, 8n) };
}

function readIpv6(text: string): IpAddress | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const [leading, trailing] = [readGroups(head), readGroups(tail ?? '')];
  if (leading === undefined || trailing === undefined) return undefined;
  const missing = IPV6_GROUPS - leading.length - trailing.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const value = joinDigits([...leading, ...new Array<number>(missing).fill(0), ...trailing], 16n);
  if (value >> 32n === IPV4_MAPPED) return { bits: 32, value: value & 0xffff_ffffn };
  return { bits: 128, value };
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16));
}

function joinDigits(digits: readonly number[], bitsPerDigit: bigint): bigint {
  return digits.reduce((value, digit) => (value << bitsPerDigit) | BigInt(digit), 0n);
}
