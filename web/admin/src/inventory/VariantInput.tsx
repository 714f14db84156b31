import { AutocompleteInput, ReferenceInput } from "react-admin";
import type { Stock } from "./stock/stock.ts";

interface Props {
  source: string;
  /** As react-admin's filters take it. */
  alwaysOn?: boolean;
}

/** Finds a variant by its SKU or its product's name. */
export function VariantInput({ source }: Props) {
  return (
    <ReferenceInput source={source} reference="inventory">
      <AutocompleteInput
        label="Variant"
        optionText={({ sku, name }: Stock) => `${sku} – ${name}`}
        filterToQuery={(q: string) => (q ? { q } : {})}
        sx={{ minWidth: 240 }}
      />
    </ReferenceInput>
  );
}
