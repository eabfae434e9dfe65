import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIpAddress } from '../../../../infra/local/event-pattern/ip-address.ts';
import { meets } from './matching.ts';

describe('cidr', () => {
  it.each([
    ['10.0.0.0/24', '"10.0.0.255"', true],
    ['10.0.0.0/24', '"10.0.1.0"', false],
    ['10.0.0.77/24', '"10.0.0.1"', true],
    ['10.0.0.0/8', '"10.255.0.1"', true],
    ['0.0.0.0/0', '"255.255.255.255"', true],
    ['0.0.0.0/0', '"::1"', false],
    ['10.0.0.0/31', '"10.0.0.1"', true],
    ['10.0.0.0/+8', '"10.1.1.1"', true],
    ['2001:db8:1234:1a00::/64', '"2001:0db8:1234:1a00:0000:0000:0000:0000"', true],
    ['2001:db8:1234:1a00::/64', '"2001:DB8:1234:1a00::ffff"', true],
    ['2001:db8:1234:1a00::/64', '"2001:db8:1234:1a01::"', false],
    ['::ffff:a00:0/24', '"10.0.0.9"', true],
    ['10.0.0.0/24', '"::ffff:a00:9"', true],
    ['10.0.0.0/24', '"10.0.0"', false],
    ['10.0.0.0/24', '"10.0.0.256"', false],
    ['10.0.0.0/24', '"host"', false],
    ['10.0.0.0/24', '10', false],
    ['10.0.0.0/24', 'null', false],
  ])('%s against %s: %s', (cidr, value, expected) => {
    expect(meets([{ cidr }], value)).toBe(expected);
  });

  it.each([
    ['ipv4', fc.ipV4(), 31],
    ['ipv6', fc.ipV6(), 127],
  ] as const)('agrees with the block list of Node.js for %s', (family, addresses, maxMaskBits) => {
    // IPv4 within IPv6 text is not an address for event-ruler.
    const hexadecimal = addresses.filter((address) => family === 'ipv4' || !address.includes('.'));
    fc.assert(
      fc.property(
        hexadecimal,
        hexadecimal,
        fc.integer({ min: 0, max: maxMaskBits }),
        (network, address, maskBits) => {
          const list = new BlockList();
          list.addSubnet(network, maskBits, family);
          for (const one of [network, address]) {
            expect(meets([{ cidr: `${network}/${maskBits}` }], JSON.stringify(one))).toBe(
              list.check(one, family),
            );
          }
        },
      ),
    );
  });
});

describe('an IP address in the list of a field', () => {
  it.each([
    ['10.0.0.1', '"10.0.0.1"', true],
    ['10.0.0.1', '"010.0.0.1"', true],
    ['10.0.0.1', '"10.0.0.2"', false],
    ['2001:db8::1', '"2001:0db8:0:0:0:0:0:1"', true],
    ['2001:db8::1', '"2001:db8::2"', false],
    ['0.0.0.1', '"::1"', false],
    ['12:30', '"12:30"', true],
    ['12:30', '"12:31"', false],
  ])('%s against %s: %s', (address, value, expected) => {
    expect(meets([address], value)).toBe(expected);
  });

  it.each([
    [':::'],
    ['1::2::3'],
    ['1:2:3:4:5:6:7'],
    ['1:2:3:4:5:6:7:8:9'],
    ['1:2:3:4::5:6:7:8'],
    ['12345::'],
    [':1'],
    ['1.2.3'],
    ['1.2.3.4.5'],
    ['-1.2.3.4'],
    ['::1.2.3.4'],
    [''],
  ])('%s is none', (text) => {
    expect(readIpAddress(text)).toBeUndefined();
  });
});
