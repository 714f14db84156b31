import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from "@mui/material";
import { useId } from "react";
import { OrderLink } from "../parts/OrderLink.tsx";

export interface BulkRow {
  id: string;
  number: string;
  /** Why it was refused. */
  problem?: string;
}

/** What came of each order. */
export function BulkResultDialog({ rows, onClose }: { rows: readonly BulkRow[]; onClose: () => void }) {
  const id = useId();
  const done = rows.filter(({ problem }) => problem === undefined).length;
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>
        {done} of {rows.length} fulfilled
      </DialogTitle>
      <DialogContent dividers>
        <Stack spacing={1}>
          {rows.map((row) => (
            <Alert key={row.id} severity={row.problem === undefined ? "success" : "warning"}>
              <OrderLink id={row.id} number={row.number} />: {row.problem ?? "Fulfillment created."}
            </Alert>
          ))}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
