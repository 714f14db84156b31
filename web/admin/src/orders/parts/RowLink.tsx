import { Link } from "@mui/material";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router-dom";

/** What leads to a page by keyboard, too; in a row that is clicked as a whole it goes where it says, not where the row goes. */
export function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      component={RouterLink}
      state={{ _scrollToTop: true }}
      to={to}
      onClick={(event) => event.stopPropagation()}
      sx={{ whiteSpace: "nowrap" }}
    >
      {children}
    </Link>
  );
}
