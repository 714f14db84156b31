import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
} from "@mui/material";
import { useId, useState } from "react";

interface Props {
  title: string;
  /** What the field with the secret is called. */
  label: string;
  secret: string | undefined;
  /** What to do with it. */
  advice: string;
  onClose: () => void;
}

/** A secret that is shown this once: copied first, then put away. A click beside it does not close it. */
export function SecretDialog({ title, label, secret, advice, onClose }: Props) {
  const id = useId();
  const [copied, setCopied] = useState<boolean>();
  if (secret === undefined) return null;
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <Dialog open aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent dividers>
        <Stack spacing={2}>
          <Alert severity="warning">{advice} It is not kept and cannot be shown again.</Alert>
          <TextField
            label={label}
            value={secret}
            fullWidth
            multiline
            onFocus={(event) => event.target.select()}
            slotProps={{
              htmlInput: {
                readOnly: true,
                spellCheck: false,
                style: { fontFamily: "ui-monospace, monospace" },
              },
            }}
          />
          <span role="status">
            {copied === true && "Copied."}
            {copied === false && "The browser does not allow copying: select the text and copy it."}
          </span>
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} color="inherit">
          I have stored it
        </Button>
        <Button variant="contained" onClick={() => void copy()} autoFocus>
          Copy
        </Button>
      </DialogActions>
    </Dialog>
  );
}
