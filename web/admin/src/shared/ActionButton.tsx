import { Button, type ButtonProps, Tooltip } from "@mui/material";

interface Props extends Omit<ButtonProps, "onClick"> {
  label: string;
  /** From the resource's `allowed_transitions`; absent: always allowed. */
  transition?: { allowed: boolean; reason?: string } | undefined;
  onClick: () => void;
}

/** A button for a step that the server may refuse: then it stays reachable by keyboard, does nothing, and says why. */
export function ActionButton({ label, transition, onClick, disabled, ...props }: Props) {
  const reason = transition && !transition.allowed ? (transition.reason ?? "Not possible now.") : undefined;
  return (
    <Tooltip title={reason ?? ""} describeChild>
      <span>
        <Button
          {...props}
          disabled={disabled ?? false}
          aria-disabled={reason !== undefined}
          sx={reason === undefined ? {} : { opacity: 0.5, cursor: "not-allowed" }}
          onClick={() => reason === undefined && onClick()}
        >
          {label}
        </Button>
      </span>
    </Tooltip>
  );
}
