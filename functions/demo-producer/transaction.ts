/** A card transaction, with the members of the Avro schema `software.amazon.event.kafkaconnector.Event`. */
export interface Transaction {
  readonly creditCard: string;
  readonly firstName: string;
  readonly id: string;
  readonly lastName: string;
  readonly streetAddress: string;
  /** Price as text with two decimals, 100.01 to 200.01. */
  readonly total: string;
  readonly userId: string;
}

/** Where chance comes from; injected, so that tests can repeat it. */
export interface Chance {
  /** In [0, 1). */
  readonly random: () => number;
  readonly uuid: () => string;
}

const LOWEST_CENTS = 10_001;
const HIGHEST_CENTS = 20_001;
const USERS = 10;
const FIRST_NAMES = [
  'Ada',
  'Amina',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Hugo',
  'Ines',
  'Kofi',
  'Mei',
] as const;
const LAST_NAMES = [
  'Adeyemi',
  'Bauer',
  'Costa',
  'Dubois',
  'Jensen',
  'Kaya',
  'Novak',
  'Rossi',
  'Sato',
  'Silva',
] as const;
const STREETS = [
  'Canal Street',
  'Church Lane',
  'Garden Road',
  'Harbour Walk',
  'Market Square',
  'Mill Hill',
] as const;

/** Makes up transactions of ten users, who stay the same as long as the maker does. */
export function transactionMaker(chance: Chance): () => Transaction {
  const users = Array.from({ length: USERS }, () => digits(10, chance));
  return () => ({
    // No card network issues numbers that begin with 0.
    creditCard: `0000-0000-0000-${digits(4, chance)}`,
    firstName: oneOf(FIRST_NAMES, chance),
    id: chance.uuid(),
    lastName: oneOf(LAST_NAMES, chance),
    streetAddress: `${between(1, 199, chance)} ${oneOf(STREETS, chance)}`,
    total: (between(LOWEST_CENTS, HIGHEST_CENTS, chance) / 100).toFixed(2),
    userId: oneOf(users, chance),
  });
}

function digits(count: number, chance: Chance): string {
  return Array.from({ length: count }, () => between(0, 9, chance)).join('');
}

/** A whole number, both ends included. */
function between(lowest: number, highest: number, { random }: Chance): number {
  return lowest + Math.floor(random() * (highest - lowest + 1));
}

function oneOf(values: readonly string[], chance: Chance): string {
  const value = values[between(0, values.length - 1, chance)];
  if (value === undefined) throw new RangeError('random() is at least 0 and below 1.');
  return value;
}
