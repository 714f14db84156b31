import { Alert, Box, FormControlLabel, Switch, Typography } from "@mui/material";
import { type ClipboardEvent, useCallback, useId, useMemo, useState } from "react";
import { useFormState } from "react-hook-form";
import { Section } from "../../shared/Section.tsx";
import type { ProductValues, VariantValues } from "../edit/values.ts";
import { messageAt } from "../edit/message-at.ts";
import { columnsOf, type RowErrors } from "./columns.ts";
import { moveByKey } from "./grid-keys.ts";
import { GRID } from "./grid-style.ts";
import { cellsOf, paste } from "./paste.ts";
import { RemovedVariants } from "./RemovedVariants.tsx";
import { SetColumn } from "./SetColumn.tsx";
import { useShape } from "./use-shape.ts";
import type { StockOf } from "./use-stock.ts";
import { VariantRow } from "./VariantRow.tsx";

interface Props {
  currencies: readonly string[];
  pictures: readonly string[];
  stock: StockOf | undefined;
  /** As they are saved. */
  saved: readonly VariantValues[];
}

/** The variants as a spreadsheet: SKUs, prices, weights and more, in cells. */
export function VariantsSection({ currencies, pictures, stock, saved }: Props) {
  const [isFull, setFull] = useState(false);
  const { shape, setVariants } = useShape();
  const { errors } = useFormState<ProductValues>({ name: "variants" });
  const rowErrors = errors.variants as unknown as Record<string, RowErrors> | undefined;
  const { variants } = shape;
  const problem = messageAt(errors, ["variants"]);
  const columns = useMemo(() => columnsOf(currencies, isFull), [currencies, isFull]);
  const help = useId();
  const onChange = useCallback(
    (key: string, next: (variant: VariantValues) => VariantValues) =>
      setVariants((all) => all.map((one) => (one.key === key ? next(one) : one))),
    [setVariants],
  );
  const onRemove = useCallback(
    (key: string) => setVariants((all) => all.filter((one) => one.key !== key)),
    [setVariants],
  );
  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const { row, column } = (event.target as HTMLElement).dataset;
    const cells = cellsOf(event.clipboardData.getData("text"));
    if (row === undefined || column === undefined || !cells) return;
    event.preventDefault();
    setVariants((all) => paste(all, columns, cells, Number(row), column));
  };
  return (
    <Section
      title={`Variants (${variants.length})`}
      actions={
        <>
          <FormControlLabel
            control={<Switch size="small" checked={isFull} onChange={(_, on) => setFull(on)} />}
            label="All columns"
            slotProps={{ typography: { variant: "body2" } }}
          />
          {variants.length > 1 && <SetColumn columns={columns} setVariants={setVariants} />}
        </>
      }
    >
      <Typography
        id={help}
        variant="body2"
        color="text.secondary"
        sx={{ mb: 1, display: { xs: "none", md: "block" } }}
      >
        Enter and the arrow keys go up and down, Tab goes across. Columns copied from a spreadsheet can be
        pasted.
      </Typography>
      {problem && <Alert severity="error">{problem}</Alert>}
      <Box sx={{ overflow: "auto", maxHeight: "70vh", border: 1, borderColor: "divider", borderRadius: 1 }}>
        <Box
          component="table"
          aria-label="Variants"
          aria-describedby={help}
          sx={GRID}
          onKeyDown={moveByKey}
          onPaste={onPaste}
        >
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col">Picture</th>
              {columns.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">On hand</th>
              <th scope="col">Available</th>
              <th scope="col">When out of stock</th>
              {isFull && <th scope="col">Shipped</th>}
              {isFull && <th scope="col">Taxable</th>}
              <td />
            </tr>
          </thead>
          <tbody>
            {variants.map((variant, row) => (
              <VariantRow
                key={variant.key}
                row={row}
                variant={variant}
                columns={columns}
                isFull={isFull}
                isOnly={variants.length === 1}
                pictures={pictures}
                stock={variant.id === undefined ? undefined : stock?.get(variant.id)}
                errors={rowErrors?.[variant.key]}
                onChange={onChange}
                onRemove={onRemove}
              />
            ))}
          </tbody>
        </Box>
      </Box>
      <RemovedVariants saved={saved} />
    </Section>
  );
}
