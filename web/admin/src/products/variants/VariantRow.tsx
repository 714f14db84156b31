import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { IconButton } from "@mui/material";
import { memo, useCallback } from "react";
import { Link } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import type { VariantValues } from "../edit/values.ts";
import { messageAt } from "../edit/message-at.ts";
import { type Column, errorIn, type RowErrors } from "./columns.ts";
import { GridCell } from "./GridCell.tsx";
import { ImageCell } from "./ImageCell.tsx";

export interface RowProps {
  row: number;
  variant: VariantValues;
  columns: Column[];
  isFull: boolean;
  isOnly: boolean;
  /** Addresses of the pictures that it can show. */
  pictures: readonly string[];
  stock: Schema<"Stock"> | undefined;
  errors: RowErrors | undefined;
  onChange: (key: string, next: (variant: VariantValues) => VariantValues) => void;
  onRemove: (key: string) => void;
}

/** A variant as a row of the grid. */
export const VariantRow = memo(function VariantRow(props: RowProps) {
  const { row, variant, columns, isFull, stock, errors, onChange } = props;
  const { key } = variant;
  const name = variantName(variant);
  const firstPrice = columns.find(({ id }) => id.startsWith("prices."));
  const onText = useCallback(
    (column: Column, text: string) => onChange(key, (now) => column.set(now, text)),
    [onChange, key],
  );
  const set = (said: Partial<VariantValues>) => onChange(key, (now) => ({ ...now, ...said }));
  return (
    <tr>
      <th scope="row" title={messageAt(errors, ["options"]) ?? name}>
        {name}
      </th>
      <ImageCell
        rowName={name}
        image={variant.image}
        pictures={props.pictures}
        error={messageAt(errors, ["image"])}
        onChange={(image) => set({ image })}
      />
      {columns.map((column) => (
        <GridCell
          key={column.id}
          row={row}
          column={column}
          rowName={name}
          value={column.get(variant)}
          error={errorIn(errors, column, column === firstPrice)}
          onText={onText}
        />
      ))}
      <StockCells variant={variant} stock={stock} />
      <td>
        <select
          aria-label={`When out of stock, ${name}`}
          value={variant.policy}
          onChange={({ target }) => set({ policy: target.value === "continue" ? "continue" : "deny" })}
          style={{ minWidth: 130 }}
        >
          <option value="deny">Stop selling</option>
          <option value="continue">Back-order</option>
        </select>
      </td>
      {isFull && (
        <>
          <Check
            label={`Shipped, ${name}`}
            isOn={variant.requires_shipping}
            set={(on) => set({ requires_shipping: on })}
          />
          <Check label={`Taxable, ${name}`} isOn={variant.taxable} set={(on) => set({ taxable: on })} />
        </>
      )}
      <td>
        <IconButton
          size="small"
          aria-label={`Remove ${name}`}
          disabled={props.isOnly}
          onClick={() => props.onRemove(key)}
        >
          <DeleteIcon fontSize="small" />
        </IconButton>
      </td>
    </tr>
  );
});

export function variantName({ options, sku }: VariantValues): string {
  return options.filter(Boolean).join(" / ") || sku || "The variant";
}

function StockCells({ variant, stock }: { variant: VariantValues; stock: RowProps["stock"] }) {
  if (variant.id === undefined || !stock) {
    return (
      <>
        <td className="number">–</td>
        <td className="number">–</td>
      </>
    );
  }
  return (
    <>
      <td className="number">
        <Link
          to={`/inventory/${variant.id}/show`}
          aria-label={`Stock of ${variantName(variant)}: ${stock.on_hand} on hand`}
        >
          {stock.on_hand}
        </Link>
      </td>
      <td className="number">{stock.available}</td>
    </>
  );
}

function Check({ label, isOn, set }: { label: string; isOn: boolean; set: (isOn: boolean) => void }) {
  return (
    <td style={{ textAlign: "center" }}>
      <input
        type="checkbox"
        aria-label={label}
        checked={isOn}
        onChange={({ target }) => set(target.checked)}
      />
    </td>
  );
}
