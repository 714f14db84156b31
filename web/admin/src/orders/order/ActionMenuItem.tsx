import { ListItemText, MenuItem, type MenuItemProps } from "@mui/material";

interface Props extends Omit<MenuItemProps, "onClick"> {
  label: string;
  transition: { allowed: boolean; reason?: string };
  onClick: () => void;
}

/** A step in a menu; one that is not possible stays in reach and says why. */
export function ActionMenuItem({ label, transition, onClick, ...props }: Props) {
  return (
    <MenuItem
      {...props}
      aria-disabled={!transition.allowed}
      sx={transition.allowed ? {} : { cursor: "not-allowed" }}
      onClick={() => transition.allowed && onClick()}
    >
      <ListItemText
        primary={label}
        secondary={transition.allowed ? undefined : transition.reason}
        slotProps={{
          primary: { color: transition.allowed ? "text.primary" : "text.secondary" },
          secondary: { variant: "caption", sx: { whiteSpace: "normal", maxWidth: 280, display: "block" } },
        }}
      />
    </MenuItem>
  );
}
