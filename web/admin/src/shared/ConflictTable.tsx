import {
  Box,
  Chip,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  type Theme,
  Typography,
} from "@mui/material";
import { useMediaQuery } from "@mui/material";
import { type Difference, isSame } from "./changes.ts";
import { fieldText } from "./field-text.ts";
import { inWords } from "./format.ts";

interface Props {
  rows: Difference[];
  labels: Record<string, string>;
}

const COLUMNS = [
  ["Before", "before"],
  ["Theirs, saved now", "theirs"],
  ["Mine", "mine"],
] as const;

/** A row a field; on a phone a card a field. */
export function ConflictTable({ rows, labels }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  if (rows.length === 0) return <Typography>Both versions are the same by now.</Typography>;
  if (isPhone) return rows.map((row) => <Card key={row.name} row={row} labels={labels} />);
  return (
    <Table size="small" sx={{ tableLayout: "fixed" }}>
      <TableHead>
        <TableRow>
          <TableCell>Field</TableCell>
          {COLUMNS.map(([label]) => (
            <TableCell key={label}>{label}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow
            key={row.name}
            sx={{ verticalAlign: "top", bgcolor: row.isContested ? "action.hover" : "" }}
          >
            <TableCell component="th" scope="row">
              <FieldName row={row} labels={labels} />
            </TableCell>
            {COLUMNS.map(([label, side]) => (
              <TableCell key={label}>
                <Value row={row} side={side} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Card({ row, labels }: { row: Difference; labels: Props["labels"] }) {
  return (
    <Box sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5, mb: 1 }}>
      <FieldName row={row} labels={labels} />
      {COLUMNS.map(([label, side]) => (
        <Box key={label} sx={{ mt: 0.5 }}>
          <Typography variant="caption" color="text.secondary">
            {label}
          </Typography>
          <Value row={row} side={side} />
        </Box>
      ))}
    </Box>
  );
}

function FieldName({ row, labels }: { row: Difference; labels: Props["labels"] }) {
  return (
    <>
      {labels[row.name] ?? inWords(row.name)}
      {row.isContested && <Chip size="small" color="warning" label="both" sx={{ ml: 1 }} />}
    </>
  );
}

function Value({ row, side }: { row: Difference; side: "before" | "theirs" | "mine" }) {
  const isChanged = side !== "before" && !isSame(row.before, row[side]);
  return (
    <Box
      sx={{
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
        maxHeight: 160,
        overflowY: "auto",
        fontWeight: isChanged ? 600 : 400,
        color: isChanged ? "text.primary" : "text.secondary",
      }}
    >
      {fieldText(row[side])}
    </Box>
  );
}
