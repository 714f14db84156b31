import { Autocomplete, Button, Stack, TextField } from "@mui/material";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useGetList } from "react-admin";
import { nameOf, type Stock } from "../stock/stock.ts";
import { isQuantity, type Line } from "./draft.ts";

interface Props {
  onAdd: (line: Line) => void;
  /** Beside the button. */
  paste: ReactNode;
}

/** Adds a line: a SKU that is typed, found or scanned, Enter, and on to the next. */
export function AddLine({ onAdd, paste }: Props) {
  const [text, setText] = useState("");
  const [quantity, setQuantity] = useState("1");
  const skuInput = useRef<HTMLInputElement>(null);
  const found = useVariants(text);
  const isReady = text.trim() !== "" && isQuantity(Number(quantity));
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const sku = text.trim();
    const known = found.find((stock) => stock.sku === sku);
    onAdd({ sku, quantity: Number(quantity), ...(known ? { name: nameOf(known) } : {}) });
    setText("");
    setQuantity("1");
    skuInput.current?.focus();
  };
  return (
    <Stack
      component="form"
      direction={{ xs: "column", sm: "row" }}
      spacing={1.5}
      onSubmit={add}
      sx={{ alignItems: { sm: "flex-start" }, "& button[type=submit], & > span": { mt: { sm: "2px" } } }}
    >
      <Autocomplete<Stock, false, false, true>
        freeSolo
        options={found}
        inputValue={text}
        value={null}
        getOptionLabel={(option) => (typeof option === "string" ? option : option.sku)}
        filterOptions={(options) => options}
        onInputChange={(_, value, reason) => reason !== "reset" && setText(value)}
        onChange={(_, chosen) => chosen && setText(typeof chosen === "string" ? chosen : chosen.sku)}
        renderOption={({ key, ...props }, stock) => (
          <li key={key} {...props}>
            {stock.sku} – {nameOf(stock)}
          </li>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            label="SKU"
            margin="none"
            inputRef={skuInput}
            helperText="Or the beginning of a product's name."
          />
        )}
        sx={{ flex: 1, minWidth: 0 }}
      />
      <TextField
        label="Quantity"
        margin="none"
        type="number"
        value={quantity}
        onChange={(event) => setQuantity(event.target.value)}
        slotProps={{ htmlInput: { min: 1, max: 1_000_000, step: 1 } }}
        helperText=" "
        sx={{ width: { sm: 120 } }}
      />
      <Button type="submit" variant="outlined" disabled={!isReady}>
        Add
      </Button>
      {paste}
    </Stack>
  );
}

function useVariants(text: string): Stock[] {
  const q = text.trim();
  const { data } = useGetList<Stock>(
    "inventory",
    { filter: { q }, pagination: { page: 1, perPage: 10 } },
    { enabled: q.length > 1 },
  );
  return q.length > 1 ? (data ?? []) : [];
}
