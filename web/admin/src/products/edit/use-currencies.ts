import { useMemo } from "react";
import { useShop } from "../../layout/use-shop.ts";
import type { Product } from "./product.ts";

/** The currencies that prices are entered in: the shop's, and others that the product has prices in. */
export function useCurrencies(product?: Product): readonly string[] {
  const shop = useShop()?.currencies;
  return useMemo(() => {
    const own = product?.variants.flatMap(({ prices }) => prices.map(({ currency }) => currency)) ?? [];
    return [...new Set([...(shop ?? []), ...own])];
  }, [shop, product]);
}
