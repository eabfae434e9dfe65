import { cost, type PriceName, type Prices } from './prices.ts';

/** A line of the bill. */
export interface LineItem {
  readonly what: string;
  readonly price: PriceName;
  readonly quantity: number;
  readonly unit: string;
  /** Dollars for `per` units. */
  readonly unitPriceUsd: number;
  readonly per: number;
  readonly monthlyUsd: number;
  /** Where the quantity comes from. */
  readonly formula: string;
}

/** A line without its price. */
export interface Quantity extends Pick<LineItem, 'what' | 'price' | 'quantity' | 'formula'> {}

export function lineItem(quantity: Quantity, prices: Prices): LineItem {
  const price = prices[quantity.price];
  const { unit, per, usd: unitPriceUsd } = price;
  return { ...quantity, unit, unitPriceUsd, per, monthlyUsd: cost(quantity.quantity, price) };
}

/** Without what is not used at all. */
export function used(found: readonly Quantity[]): Quantity[] {
  return found.filter(({ quantity }) => quantity > 0);
}
