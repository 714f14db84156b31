import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  type Theme,
  useMediaQuery,
} from "@mui/material";
import { useId } from "react";
import { differences, type Fields } from "./changes.ts";
import { ConflictTable } from "./ConflictTable.tsx";

interface Props {
  /** What both began with, what is saved by now, and what is to be saved. */
  base: Fields;
  theirs: Fields;
  mine: Fields;
  /** What the fields are called. */
  labels: Record<string, string>;
  isSaving: boolean;
  onTakeTheirs: () => void;
  onSaveMine: () => void;
  onClose: () => void;
}

/** Somebody else changed the same thing meanwhile: what they changed, what I want, and what shall become of it. */
export function ConflictDialog({ base, theirs, mine, labels, isSaving, ...on }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const title = useId();
  const rows = differences(base, theirs, mine);
  const contested = rows.filter(({ isContested }) => isContested).length;
  return (
    <Dialog open fullWidth maxWidth="md" fullScreen={isPhone} onClose={on.onClose} aria-labelledby={title}>
      <DialogTitle id={title}>Someone else changed this meanwhile</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>
          {contested > 0
            ? "Fields that you both changed are marked. Nothing of yours is saved yet."
            : "You changed different fields. Nothing of yours is saved yet."}
        </DialogContentText>
        <ConflictTable rows={rows} labels={labels} />
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", gap: 1, p: 2 }}>
        <Button onClick={on.onClose} disabled={isSaving} autoFocus>
          Go on editing
        </Button>
        <Button onClick={on.onTakeTheirs} disabled={isSaving}>
          Take theirs
        </Button>
        <Button variant="contained" onClick={on.onSaveMine} loading={isSaving}>
          Save mine over it
        </Button>
      </DialogActions>
    </Dialog>
  );
}
