import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import {
  IconButton,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { Code } from "../../shared/Code.tsx";
import { isQuantity, type Line } from "./draft.ts";

interface Props {
  lines: readonly Line[];
  /** Why the API refused a SKU. */
  refused: ReadonlyMap<string, string>;
  onChange: (lines: Line[]) => void;
}

/** The lines of a delivery. */
export function LineTable({ lines, refused, onChange }: Props) {
  const without = (gone: Line) => onChange(lines.filter((line) => line !== gone));
  const setQuantity = (changed: Line, quantity: number) => {
    if (isQuantity(quantity))
      onChange(lines.map((line) => (line === changed ? { ...line, quantity } : line)));
  };
  return (
    <TableContainer>
      <Table size="small" aria-label="Lines">
        <TableHead>
          <TableRow>
            <TableCell>SKU</TableCell>
            <TableCell>Quantity</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <TableRow key={line.sku}>
              <TableCell sx={{ overflowWrap: "anywhere" }}>
                <Code>{line.sku}</Code> {line.name}
                {refused.has(line.sku) && (
                  <Typography variant="body2" color="error" role="alert">
                    {refused.get(line.sku)}
                  </Typography>
                )}
              </TableCell>
              <TableCell>
                <TextField
                  type="number"
                  margin="none"
                  value={line.quantity}
                  onChange={(event) => setQuantity(line, Number(event.target.value))}
                  slotProps={{
                    htmlInput: { "aria-label": `Quantity of ${line.sku}`, min: 1, max: 1_000_000 },
                  }}
                  sx={{ width: 104 }}
                />
              </TableCell>
              <TableCell align="right">
                <IconButton aria-label={`Remove ${line.sku}`} onClick={() => without(line)}>
                  <DeleteIcon fontSize="small" />
                </IconButton>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
