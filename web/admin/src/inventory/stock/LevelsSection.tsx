import {
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableFooter,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { Section } from "../../shared/Section.tsx";
import { AdjustDialog } from "./AdjustDialog.tsx";
import { CountDialog } from "./CountDialog.tsx";
import type { Level, Stock } from "./stock.ts";

/** How much there is at each location. */
export function LevelsSection({ stock }: { stock: Stock }) {
  return (
    <Section title="Levels" intro="Reserved units are held by orders; available ones can be ordered.">
      <TableContainer>
        <Table size="small" aria-label="Levels" sx={{ fontVariantNumeric: "tabular-nums" }}>
          <TableHead>
            <TableRow>
              <TableCell>Location</TableCell>
              <TableCell align="right">On hand</TableCell>
              <TableCell align="right">Reserved</TableCell>
              <TableCell align="right">Available</TableCell>
              <TableCell align="right">Change</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {stock.levels.map((level) => (
              <LevelRow key={level.location_id} stock={stock} level={level} />
            ))}
          </TableBody>
          <TableFooter sx={{ "& td, & th": { color: "text.primary", fontWeight: 600, border: 0 } }}>
            <TableRow>
              <TableCell component="th" scope="row">
                Together
              </TableCell>
              <TableCell align="right">{stock.on_hand.toLocaleString()}</TableCell>
              <TableCell align="right">{stock.reserved.toLocaleString()}</TableCell>
              <TableCell align="right">{stock.available.toLocaleString()}</TableCell>
              <TableCell />
            </TableRow>
          </TableFooter>
        </Table>
      </TableContainer>
      {stock.levels.length === 0 && (
        <Typography color="text.secondary">
          It has never been in stock. Adjust or receive to begin.
        </Typography>
      )}
    </Section>
  );
}

function LevelRow({ stock, level }: { stock: Stock; level: Level }) {
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {level.location}
        {!level.active && (
          <Typography component="span" variant="body2" color="text.secondary">
            {" "}
            (closed)
          </Typography>
        )}
      </TableCell>
      <TableCell align="right">{level.on_hand.toLocaleString()}</TableCell>
      <TableCell align="right">{level.reserved.toLocaleString()}</TableCell>
      <TableCell align="right">{level.available.toLocaleString()}</TableCell>
      <TableCell align="right" sx={{ whiteSpace: "nowrap", "& > span": { display: "inline-block" } }}>
        <DialogButton label="Adjust" size="small" aria-label={`Adjust at ${level.location}`}>
          {(close) => <AdjustDialog stock={stock} locationId={level.location_id} onClose={close} />}
        </DialogButton>
        <DialogButton label="Count" size="small" aria-label={`Count at ${level.location}`}>
          {(close) => <CountDialog stock={stock} level={level} onClose={close} />}
        </DialogButton>
      </TableCell>
    </TableRow>
  );
}
