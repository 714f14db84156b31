import type { ButtonProps } from "@mui/material";
import { type ReactNode, useState } from "react";
import { ActionButton } from "./ActionButton.tsx";

interface Props extends Omit<ButtonProps, "onClick" | "children"> {
  label: string;
  transition?: { allowed: boolean; reason?: string } | undefined;
  /** The open dialog. */
  children: (close: () => void) => ReactNode;
}

/**
 * A button that opens a dialog. The dialog keeps what was on the screen then: what others change meanwhile must meet the version that was
 * seen, and be told as a conflict.
 */
export function DialogButton({ children, ...button }: Props) {
  const [dialog, setDialog] = useState<ReactNode>();
  return (
    <>
      <ActionButton {...button} onClick={() => setDialog(children(() => setDialog(undefined)))} />
      {dialog}
    </>
  );
}
