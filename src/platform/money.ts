/** An amount in integer minor units (cents, yen, fils) of an ISO 4217 currency. Floats never touch money. */
export interface Money {
  amount: number;
  currency: string;
}

/** Builds a Money value. @throws RangeError when the amount is no safe integer */
export function money(amount: number, currency: string): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not an integer amount of minor units: ${amount}`);
  return { amount, currency };
}

const digits = new Map<string, number>();

/** Decimal places of a currency by ISO 4217, from the runtime's own data: USD 2, JPY 0, KWD 3. */
export function minorUnitDigits(currency: string): number {
  let known = digits.get(currency);
  if (known === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    known = format.resolvedOptions().maximumFractionDigits ?? 2;
    digits.set(currency, known);
  }
  return known;
}

/**
 * Reads a decimal text such as "19.9" as minor units, without passing through a float.
 * Returns undefined when it is no plain non-negative decimal or has more places than the currency.
 */
export function parseDecimal(text: string, currency: string): number | undefined {
  const match = /^(\d{1,12})(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return undefined;
  const places = minorUnitDigits(currency);
  const fraction = (match[2] ?? "").replace(/0+$/, "");
  if (fraction.length > places) return undefined;
  return Number(`${match[1]}${fraction.padEnd(places, "0")}`);
}

/** Minor units as a decimal that `parseDecimal` reads: 1999 USD is 19.99. */
export function formatDecimal(amount: number, currency: string): string {
  const places = minorUnitDigits(currency);
  const digits = String(amount).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Formats for people, e.g. "$19.99". */
export function formatMoney(value: Money, locale = "en"): string {
  const places = minorUnitDigits(value.currency);
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: value.currency });
  return format.format(value.amount / 10 ** places);
}

/**
 * Splits `total` in proportion to `weights` by the largest-remainder method, so that the parts sum to the whole.
 * Ties go to the earlier part. All-zero weights split evenly.
 * @throws RangeError for a negative total or weight
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  if (total < 0 || weights.some((weight) => weight < 0)) throw new RangeError("shares of negative amounts");
  const sum = weights.reduce((a, b) => a + b, 0);
  const effective = sum === 0 ? weights.map(() => 1) : weights;
  const whole = BigInt(sum === 0 ? weights.length : sum);
  const shares = effective.map((weight, index) => {
    const product = BigInt(total) * BigInt(weight);
    return { index, part: Number(product / whole), remainder: product % whole };
  });
  let left = total - shares.reduce((a, share) => a + share.part, 0);
  const parts = shares.map((share) => share.part);
  const byRemainder = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const share of byRemainder) {
    if (left <= 0) break;
    parts[share.index] = share.part + 1;
    left -= 1;
  }
  return parts;
}

/**
 * `amount` x rate (parts per million), rounded half up to a whole minor unit. Exact: no float in between.
 * @throws RangeError for a negative amount, whose rounding has another direction
 */
export function applyRate(amount: number, ratePpm: number): number {
  if (amount < 0) throw new RangeError("a rate of a negative amount");
  return Number((BigInt(amount) * BigInt(ratePpm) * 2n + 1_000_000n) / 2_000_000n);
}
