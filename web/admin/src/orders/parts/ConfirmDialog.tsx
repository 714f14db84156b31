import type { ButtonProps } from "@mui/material";
import { Typography } from "@mui/material";
import type { ReactNode } from "react";
import { FormDialog } from "../../shared/FormDialog.tsx";

interface Props {
  title: string;
  onClose: () => void;
  submitLabel: string;
  dismissLabel?: string;
  color?: ButtonProps["color"];
  done: string;
  act: (key: string) => Promise<unknown>;
  children: ReactNode;
}

/** Says what will happen, and does it. */
export function ConfirmDialog({ act, children, ...dialog }: Props) {
  return (
    <FormDialog<object> {...dialog} width="xs" onSubmit={(_, key) => act(key)}>
      <Typography variant="body2">{children}</Typography>
    </FormDialog>
  );
}
