import { Typography } from "@mui/material";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { type Flag, resetFlag } from "./flag.ts";

/** Lets a flag's default hold again. */
export function ResetFlagDialog({ flag, onClose }: { flag: Flag; onClose: () => void }) {
  return (
    <FormDialog
      title={`Back to the default of ${flag.name}?`}
      submitLabel="Use the default"
      done="The default holds again."
      onClose={onClose}
      onSubmit={() => resetFlag(flag)}
    >
      <Typography>
        It will be {flag.default ? "on" : "off"}. Message and reason are forgotten; the audit log keeps them.
      </Typography>
    </FormDialog>
  );
}
