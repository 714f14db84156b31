import { type Theme, useMediaQuery } from "@mui/material";
import type { ReactNode } from "react";

/** A table where there is room for it, cards on a phone or a small tablet. */
export function Responsive({ wide, narrow }: { wide: ReactNode; narrow: ReactNode }) {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  return isNarrow ? narrow : wide;
}
