import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  LinearProgress,
} from "@mui/material";
import { useId, useState } from "react";
import { inWords } from "../../shared/format.ts";
import { useVerification } from "./use-verification.ts";

/** Looks whether entries were removed, altered, added or moved. */
export function VerifyChain() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
        Verify the chain
      </Button>
      {isOpen && <Verification onClose={() => setOpen(false)} />}
    </>
  );
}

function Verification({ onClose }: { onClose: () => void }) {
  const id = useId();
  const { rows, breaches, isComplete, problem } = useVerification();
  const seen = `${rows.toLocaleString()} entries were looked at.`;
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>Is the audit log whole?</DialogTitle>
      <DialogContent aria-live="polite">
        {!isComplete && !problem && <LinearProgress aria-label="Looking" sx={{ mb: 2 }} />}
        {problem && <Alert severity="error">{problem}</Alert>}
        {breaches.length > 0 && (
          <Alert severity="error">
            {seen} Something is wrong:
            <ul>
              {breaches.map(({ seq, to_seq: to, kind, detail }) => (
                <li key={`${seq}${kind}`}>
                  {seq === to ? `No. ${seq}` : `No. ${seq} to ${to}`}: {inWords(kind)}. {detail}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        {breaches.length === 0 && !problem && (
          <Alert severity={isComplete ? "success" : "info"}>
            {seen} {isComplete && "None was removed, altered, added or moved."}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
