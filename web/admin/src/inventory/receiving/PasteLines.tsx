import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from "@mui/material";
import { useId, useState } from "react";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { type Line, readLines } from "./draft.ts";

interface Props {
  onLines: (lines: Line[]) => void;
}

/** Takes a delivery's lines from a spreadsheet. */
export function PasteLines({ onLines }: Props) {
  return (
    <DialogButton label="Paste a list…">
      {(close) => <PasteDialog onLines={onLines} onClose={close} />}
    </DialogButton>
  );
}

function PasteDialog({ onLines, onClose }: Props & { onClose: () => void }) {
  const titleId = useId();
  const [text, setText] = useState("");
  const { lines, unread } = readLines(text);
  const add = () => {
    onLines(lines);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId}>
      <DialogTitle id={titleId}>Paste a list</DialogTitle>
      <DialogContent dividers>
        <TextField
          label="SKU and quantity, a line each"
          multiline
          minRows={8}
          maxRows={16}
          value={text}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        {unread.length > 0 && (
          <Alert severity="warning">
            {unread.length === 1 ? "This line is" : `These ${unread.length} lines are`} left out:{"\n"}
            {unread.slice(0, 5).join("\n")}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="contained" disabled={lines.length === 0} onClick={add}>
          Add {lines.length === 1 ? "1 line" : `${lines.length} lines`}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
