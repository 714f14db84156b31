import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  TextField,
  Typography,
} from "@mui/material";
import { useId, useState } from "react";
import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { useAction } from "../../shared/use-action.ts";
import { problemText } from "../../shared/use-problem-notice.ts";
import { useRead } from "../../shared/use-read.ts";
import { FindingTable } from "./FindingTable.tsx";

type Report = Schema<"StockRepairReport">;

/** Checks the stock now; what can be repaired is repaired after it was seen. */
export function CheckNow() {
  return (
    <DialogButton label="Check now" size="small" variant="contained">
      {(close) => <CheckDialog onClose={close} />}
    </DialogButton>
  );
}

function CheckDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const [reason, setReason] = useState("Repair of the stock");
  const { isRunning, run } = useAction();
  const { data: report, error } = useRead(["stock-check-now", titleId], () =>
    repair({ dry_run: true, reason: "Check" }),
  );
  const fixable = report?.findings.filter(({ repairable }) => repairable).length ?? 0;
  const body = { dry_run: false, reason: reason.trim() };
  const fix = () => run((key) => repair(body, key), { done: "The stock is repaired.", input: body });
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>Check the stock</DialogTitle>
      <DialogContent dividers>
        {!report && !error && <Skeleton variant="rounded" height={160} aria-label="Checking" />}
        {error && <Alert severity="error">{problemText(error)}</Alert>}
        {report && <Findings report={report} />}
        {fixable > 0 && (
          <TextField
            label="Reason"
            value={reason}
            required
            helperText="The ledger keeps it. On hand stays as it is; reserved becomes what open orders hold."
            onChange={(event) => setReason(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Close
        </Button>
        {fixable > 0 && (
          <Button
            variant="contained"
            loading={isRunning}
            disabled={body.reason === ""}
            onClick={() => void fix()}
          >
            Repair {fixable === 1 ? "1 finding" : `${fixable.toLocaleString()} findings`}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Findings({ report: { findings, complete } }: { report: Report }) {
  if (findings.length === 0)
    return <Alert severity="success">All is well: stock, ledger and orders agree.</Alert>;
  return (
    <>
      <Typography sx={{ mb: 1 }}>
        Nothing was changed yet. This is what is wrong
        {complete ? "" : ", and there is more: repair, then check again"}.
      </Typography>
      <FindingTable findings={findings} />
    </>
  );
}

function repair(body: { dry_run: boolean; reason: string }, key?: string): Promise<Report> {
  const header = key === undefined ? {} : { "Idempotency-Key": key };
  return dataOf(client.POST("/api/v1/inventory/checks/repair", { params: { header }, body }));
}
