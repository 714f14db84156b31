import { Typography } from "@mui/material";
import type { Schema } from "../../../../../client/index.ts";
import { FormDialog } from "../../shared/FormDialog.tsx";
import { changeUser } from "./change-user.ts";

interface Props {
  user: Schema<"User">;
  onClose: () => void;
}

/** Disables an account, or lets it in again. */
export function StatusDialog({ user, onClose }: Props) {
  const isActive = user.status === "active";
  return (
    <FormDialog
      title={isActive ? `Disable ${user.email}?` : `Activate ${user.email}?`}
      submitLabel={isActive ? "Disable account" : "Activate account"}
      color={isActive ? "error" : "primary"}
      done={isActive ? "The account was disabled." : "The account is active."}
      onClose={onClose}
      onSubmit={() => changeUser(user, { status: isActive ? "disabled" : "active" })}
    >
      <Typography>
        {isActive
          ? "All sessions of the user end at once, and the user's API keys rest. The account and its orders stay, and it can be activated again."
          : "The user can log in again, and the user's API keys work again."}
      </Typography>
    </FormDialog>
  );
}
