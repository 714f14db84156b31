import { digitsOf, type Money, toMajor } from "../../shared/format.ts";
import type { OrderLine } from "./types.ts";

/** Some of an amount, rounded as the API rounds it: down. */
function share(amount: number, units: number, all: number): number {
  return all === 0 ? 0 : Number((BigInt(amount) * BigInt(units)) / BigInt(all));
}

/** What `count` more units of a line cost, taxes included, after those whose price went back already; the units of a line add up to it. */
export function unitsValue(line: OrderLine, count: number): number {
  const gross = line.total.amount + line.tax.amount;
  const before = line.refunded_quantity;
  return share(gross, before + count, line.quantity) - share(gross, before, line.quantity);
}

/** Amounts of the same currency together. */
export function sumOf(amounts: readonly Money[], currency: string): Money {
  return { amount: amounts.reduce((sum, { amount }) => sum + amount, 0), currency };
}

/** An amount as it is typed: `19.99`. */
export function majorText(money: Money): string {
  return toMajor(money).toFixed(digitsOf(money.currency));
}
