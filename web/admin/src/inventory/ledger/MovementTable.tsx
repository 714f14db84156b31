import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from "@mui/material";
import { inWords } from "../../shared/format.ts";
import { Time } from "../../shared/Time.tsx";
import { LocationName } from "../LocationName.tsx";
import { type Movement, signed } from "./movement.ts";
import { MovementCause } from "./MovementCause.tsx";

/** Movements of one variant. */
export function MovementTable({ movements }: { movements: readonly Movement[] }) {
  return (
    <TableContainer>
      <Table size="small" aria-label="Ledger" sx={{ fontVariantNumeric: "tabular-nums" }}>
        <TableHead>
          <TableRow>
            <TableCell>When</TableCell>
            <TableCell>Kind</TableCell>
            <TableCell>Location</TableCell>
            <TableCell align="right">Change</TableCell>
            <TableCell align="right">On hand after</TableCell>
            <TableCell>Reason</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {movements.map((movement) => (
            <TableRow key={movement.id}>
              <TableCell>
                <Time at={movement.created_at} />
              </TableCell>
              <TableCell>{inWords(movement.kind)}</TableCell>
              <TableCell>
                <LocationName id={movement.location_id} />
              </TableCell>
              <TableCell align="right">{signed(movement.delta)}</TableCell>
              <TableCell align="right">{movement.balance?.toLocaleString() ?? "–"}</TableCell>
              <TableCell>
                <MovementCause movement={movement} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
