import { Alert, Button, Paper, Stack, Typography } from "@mui/material";
import { useFormContext, useFormState } from "react-hook-form";
import { messageAt } from "./message-at.ts";

/** At the foot of the window: whether something is not saved, what went wrong, and the button that saves. */
export function FormBar({ saveLabel }: { saveLabel: string }) {
  const { reset } = useFormContext();
  const { isDirty, isSubmitting, errors, isSubmitted } = useFormState();
  const problem = messageAt(errors, ["root", "save"]);
  const isWrong = isSubmitted && Object.keys(errors).some((name) => name !== "root");
  return (
    <Paper
      variant="outlined"
      sx={{ position: "sticky", bottom: 0, zIndex: 5, mt: 2, p: 1.5, borderRadius: 2, boxShadow: 3 }}
    >
      {(problem ?? isWrong) && (
        <Alert severity="error" sx={{ mb: 1.5, whiteSpace: "pre-line" }}>
          {problem ?? "Something is not right yet: see the marked fields."}
        </Alert>
      )}
      <Stack direction="row" spacing={1} sx={{ alignItems: "center" }}>
        <Button type="submit" variant="contained" disabled={!isDirty} loading={isSubmitting}>
          {saveLabel}
        </Button>
        <Button color="inherit" disabled={!isDirty || isSubmitting} onClick={() => reset()}>
          Discard changes
        </Button>
        <Typography variant="body2" color="text.secondary" aria-live="polite">
          {isDirty ? "Not saved yet." : ""}
        </Typography>
      </Stack>
    </Paper>
  );
}
