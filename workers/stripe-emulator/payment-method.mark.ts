import { type TestCard, testCard } from "./cards.ts";

/**
 * What has become of a PaymentMethod: `spent` by a payment or a detachment, after which it is of no more use, or
 * `proven` by an authentication, after which payments without the customer need no other.
 */
export type MethodMark = "new" | "spent" | "proven";

/** What is stored beside a PaymentMethod: its test card and its mark. */
export function methodTag(card: TestCard, mark: MethodMark): string {
  return mark === "new" ? card.name : `${card.name} ${mark}`;
}

/** Reads back what `methodTag` wrote. */
export function cardOfTag(tag: string): { card: TestCard; mark: MethodMark } | undefined {
  const [name = "", mark] = tag.split(" ");
  const card = testCard(name);
  if (card === undefined) return undefined;
  return { card, mark: mark === "spent" || mark === "proven" ? mark : "new" };
}
