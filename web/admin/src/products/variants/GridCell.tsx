import { Tooltip } from "@mui/material";
import { memo } from "react";
import type { Column } from "./columns.ts";

interface Props {
  row: number;
  column: Column;
  rowName: string;
  value: string;
  error: string | undefined;
  onText: (column: Column, text: string) => void;
}

/** A cell in which something is typed. What is wrong with it is told beside it and to screen readers. */
export const GridCell = memo(function GridCell({ row, column, rowName, value, error, onText }: Props) {
  const input = (
    <input
      data-row={row}
      data-column={column.id}
      className={column.isNumeric ? "number" : undefined}
      inputMode={column.isNumeric ? "decimal" : undefined}
      aria-label={`${column.label}, ${rowName}`}
      aria-invalid={error !== undefined}
      aria-description={error}
      placeholder={column.placeholder}
      value={value}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => onText(column, target.value)}
      onFocus={({ target }) => target.select()}
    />
  );
  return (
    <td style={{ minWidth: column.width }}>
      {error === undefined ? input : <Tooltip title={error}>{input}</Tooltip>}
    </td>
  );
});
