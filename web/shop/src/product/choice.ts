import type { Product, Variant } from "../reads/catalog.ts";

type Options = Variant["options"];

/** What choosing a value would come to, with all else as it is chosen. */
export type Standing = "available" | "sold_out" | "elsewhere";

/** The variant that the address names; else the first that can be had, else the first. */
export function variantOf({ variants }: Product, sku: string | undefined): Variant | undefined {
  return variants.find((each) => each.sku === sku) ?? variants.find(canBeBought) ?? variants[0];
}

/** Whether a variant can be put into a cart. */
export function canBeBought({ availability }: Variant): boolean {
  return availability !== "out_of_stock";
}

/** How a value stands beside the other values chosen: `elsewhere` when they do not go together. */
export function standingOf({ variants }: Product, chosen: Options, name: string, value: string): Standing {
  const together = variants.find(({ options }) => matches(options, { ...chosen, [name]: value }));
  if (!together) return "elsewhere";
  return canBeBought(together) ? "available" : "sold_out";
}

/** The variant with a value that keeps most of what is chosen; among equals one that can be had. */
export function variantWith(
  { variants }: Product,
  chosen: Options,
  name: string,
  value: string,
): Variant | undefined {
  const wished = { ...chosen, [name]: value };
  const score = (variant: Variant) => 2 * common(variant.options, wished) + (canBeBought(variant) ? 1 : 0);
  return variants
    .filter(({ options }) => options[name] === value)
    .reduce<Variant | undefined>(
      (best, each) => (best && score(best) >= score(each) ? best : each),
      undefined,
    );
}

function matches(options: Options, wished: Options): boolean {
  return Object.entries(wished).every(([name, value]) => options[name] === value);
}

function common(options: Options, wished: Options): number {
  return Object.entries(wished).filter(([name, value]) => options[name] === value).length;
}
