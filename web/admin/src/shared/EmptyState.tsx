import InboxIcon from "@mui/icons-material/InboxOutlined";
import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";

export interface EmptyProps {
  /** "No returns yet." */
  title: string;
  /** Where they come from: "Customers ask for them on the order's page." */
  hint?: ReactNode;
  /** A button that makes the first one. */
  action?: ReactNode;
}

/** What a list says that has nothing. */
export function EmptyState({ title, hint, action }: EmptyProps) {
  return (
    <Box sx={{ textAlign: "center", py: 8, px: 2 }}>
      <InboxIcon sx={{ fontSize: 40, color: "text.secondary" }} aria-hidden />
      <Typography sx={{ fontWeight: 600, mt: 1 }}>{title}</Typography>
      {hint !== undefined && (
        <Typography component="div" variant="body2" color="text.secondary" sx={{ mt: 0.5 }}>
          {hint}
        </Typography>
      )}
      {action !== undefined && <Box sx={{ mt: 2 }}>{action}</Box>}
    </Box>
  );
}
