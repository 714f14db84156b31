import { Button, MenuItem, Popover, Stack, TextField } from "@mui/material";
import { type FormEvent, useState } from "react";
import type { VariantValues } from "../edit/values.ts";
import type { Column } from "./columns.ts";

interface Props {
  columns: Column[];
  setVariants: (next: (variants: VariantValues[]) => VariantValues[]) => void;
}

/** The same price, weight … for all variants at once. */
export function SetColumn({ columns, setVariants }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const settable = columns.filter(({ id }) => id !== "sku" && id !== "barcode");
  const [id, setId] = useState(settable[0]?.id ?? "");
  const [text, setText] = useState("");
  const column = settable.find((each) => each.id === id) ?? settable[0];
  const apply = (event: FormEvent) => {
    event.preventDefault();
    // The product's form is around this one in React's tree.
    event.stopPropagation();
    setAnchor(null);
    if (column) setVariants((all) => all.map((variant) => column.set(variant, text.trim())));
  };
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={({ currentTarget }) => setAnchor(currentTarget)}>
        Set for all
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
        slotProps={{
          paper: { role: "dialog", "aria-label": "Set for all variants", sx: { p: 2, width: 240 } },
        }}
      >
        <Stack component="form" onSubmit={apply} spacing={1}>
          <TextField
            select
            label="Column"
            value={column?.id ?? ""}
            onChange={({ target }) => setId(target.value)}
          >
            {settable.map((each) => (
              <MenuItem key={each.id} value={each.id}>
                {each.label}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            autoFocus
            label="Value"
            value={text}
            onChange={({ target }) => setText(target.value)}
            slotProps={{ htmlInput: { inputMode: column?.isNumeric ? "decimal" : "text" } }}
          />
          <Button type="submit" variant="contained" size="small">
            Set for all variants
          </Button>
        </Stack>
      </Popover>
    </>
  );
}
