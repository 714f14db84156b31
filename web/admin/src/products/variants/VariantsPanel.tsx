import { Stack } from "@mui/material";
import type { ProductValues } from "../edit/values.ts";
import { OptionsSection } from "./OptionsSection.tsx";
import { useStock } from "./use-stock.ts";
import { VariantsSection } from "./VariantsSection.tsx";

interface Props {
  currencies: readonly string[];
  pictures: readonly string[];
  /** As it is saved. */
  product: ProductValues;
}

/** What shoppers choose by, and each combination of it. */
export function VariantsPanel({ currencies, pictures, product }: Props) {
  const stock = useStock(product.id);
  return (
    <Stack spacing={2}>
      <OptionsSection />
      <VariantsSection
        currencies={currencies}
        pictures={pictures}
        stock={stock}
        saved={product.id === "" ? [] : product.variants}
      />
    </Stack>
  );
}
