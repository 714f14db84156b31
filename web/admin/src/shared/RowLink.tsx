import { Link } from "@mui/material";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router-dom";

interface Props {
  to: string;
  /** Names are long; numbers and times stay on one line. */
  mayWrap?: boolean;
  children: ReactNode;
}

/** What leads to a page by keyboard, too; in a row that is clicked as a whole it goes where it says, not where the row goes. */
export function RowLink({ to, mayWrap = false, children }: Props) {
  return (
    <Link
      component={RouterLink}
      state={{ _scrollToTop: true }}
      to={to}
      onClick={(event) => event.stopPropagation()}
      sx={mayWrap ? { overflowWrap: "anywhere" } : { whiteSpace: "nowrap" }}
    >
      {children}
    </Link>
  );
}
