/** A transaction is suspicious when its total is strictly above this. Decimal text, because prices are compared exactly. */
export const SUSPICIOUS_ABOVE = '195.00';
