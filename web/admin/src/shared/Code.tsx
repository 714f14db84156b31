import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** An id, a type, a name of a machine's. */
export function Code({ children }: { children: ReactNode }) {
  return (
    <Box
      component="code"
      sx={{
        fontFamily: "ui-monospace, SFMono-Regular, Menlo, monospace",
        fontSize: "0.85em",
        overflowWrap: "anywhere",
      }}
    >
      {children}
    </Box>
  );
}
