import { Autocomplete, Stack, TextField, Typography } from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { formatMoney, inWords, type Money } from "../../shared/format.ts";
import { LineTitle } from "./LineTitle.tsx";
import { useSettled } from "./use-settled.ts";

interface FoundVariant {
  variant_id: string;
  sku: string;
  name: string;
  options: Record<string, string>;
  price: Money;
  availability: string;
}

interface Props {
  label: string;
  currency: string;
  onPick: (variant: FoundVariant) => void;
}

/** Finds what the shop sells by name or SKU, on the server. */
export function VariantSearch({ label, currency, onPick }: Props) {
  const [text, setText] = useState("");
  const q = useSettled(text.trim());
  const { data = [], isFetching } = useQuery({
    queryKey: ["orders", "variants", currency, q],
    queryFn: async () => {
      const query = { q, currency, limit: 20 };
      return variantsOf((await dataOf(client.GET("/api/v1/products", { params: { query } }))).data);
    },
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
  return (
    <Autocomplete
      size="small"
      options={q === "" ? [] : data}
      // The server has searched already.
      filterOptions={(options) => options}
      getOptionLabel={({ name, sku }) => `${name} ${sku}`}
      getOptionKey={({ variant_id: id }) => id}
      value={null}
      inputValue={text}
      onInputChange={(_, value, reason) => setText(reason === "input" ? value : "")}
      onChange={(_, variant) => variant && onPick(variant)}
      loading={isFetching}
      noOptionsText={q === "" ? "Type a name or a SKU." : "Nothing like that is sold."}
      renderOption={({ key, ...props }, variant) => (
        <li key={key} {...props}>
          <Stack direction="row" sx={{ width: 1, justifyContent: "space-between", gap: 2 }}>
            <LineTitle line={variant} />
            <Typography variant="body2" component="div" sx={{ textAlign: "right", whiteSpace: "nowrap" }}>
              {formatMoney(variant.price)}
              <Typography variant="caption" component="div" color="text.secondary">
                {inWords(variant.availability)}
              </Typography>
            </Typography>
          </Stack>
        </li>
      )}
      renderInput={(params) => <TextField {...params} label={label} placeholder="Name or SKU" />}
    />
  );
}

function variantsOf(products: readonly Schema<"Product">[]): FoundVariant[] {
  return products.flatMap(({ name, variants }) =>
    variants.map(({ id, sku, options, price, availability }) => ({
      variant_id: id,
      sku,
      name,
      options,
      price,
      availability,
    })),
  );
}
