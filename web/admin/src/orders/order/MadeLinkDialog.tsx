import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Link,
  Stack,
  Typography,
} from "@mui/material";
import { useId } from "react";
import { useNotify } from "react-admin";
import { formatTime } from "../../shared/format.ts";

interface Props {
  url: string;
  until: string | undefined;
  onClose: () => void;
}

/** A link to pay with, to be copied. */
export function MadeLinkDialog({ url, until, onClose }: Props) {
  const id = useId();
  const notify = useNotify();
  const copy = () => {
    navigator.clipboard.writeText(url).then(
      () => notify("Copied.", { type: "success" }),
      () => notify("The browser did not let it be copied.", { type: "warning" }),
    );
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>Payment link</DialogTitle>
      <DialogContent dividers>
        <Stack spacing={1}>
          <Link href={url} target="_blank" sx={{ overflowWrap: "anywhere" }}>
            {url}
          </Link>
          {until && <Typography variant="body2">It works until {formatTime(until)}.</Typography>}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={copy}>Copy</Button>
        <Button variant="contained" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
