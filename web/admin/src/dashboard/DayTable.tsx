import { Box, Table, TableBody, TableCell, TableRow } from "@mui/material";
import { shortDay } from "./days.ts";

/** A chart's figures as text. */
export function DayTable({ title, rows }: { title: string; rows: [day: string, text: string][] }) {
  return (
    <Box component="details" sx={{ mt: 1, fontSize: "0.85rem", color: "text.secondary" }}>
      <summary>Figures as a table</summary>
      <Box sx={{ maxHeight: 260, overflow: "auto" }} tabIndex={0} role="region" aria-label={title}>
        <Table size="small" aria-label={title}>
          <TableBody>
            {rows.toReversed().map(([day, text]) => (
              <TableRow key={day}>
                <TableCell component="th" scope="row">
                  {shortDay(day)}
                </TableCell>
                <TableCell align="right">{text}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Box>
  );
}
