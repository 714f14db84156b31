import { Chip } from "@mui/material";
import { inWords } from "../../shared/format.ts";
import type { DraftOrder } from "../parts/types.ts";

const COLORS = { open: "info", sent: "success", cancelled: "default" } as const;

/** A draft's state: one that is open is nothing bad. */
export function DraftStatus({ status }: Pick<DraftOrder, "status">) {
  return <Chip size="small" variant="outlined" color={COLORS[status]} label={inWords(status)} />;
}
