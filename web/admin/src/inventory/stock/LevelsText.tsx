import { Box } from "@mui/material";
import type { Stock } from "./stock.ts";

/** Where it is, and how much when that is more than one place: `Main: 12`, `Warehouse: 3 (1 reserved)`. */
export function LevelsText({ stock: { levels } }: { stock: Stock }) {
  if (levels.length === 0) return <span>–</span>;
  return (
    <>
      {levels.map(({ location_id: id, location, on_hand: onHand, reserved, active }) => (
        <Box
          key={id}
          component="span"
          sx={{ display: "block", whiteSpace: "nowrap", color: active ? "inherit" : "text.secondary" }}
        >
          {location}
          {active ? "" : " (closed)"}
          {levels.length > 1 && `: ${onHand.toLocaleString()}`}
          {levels.length > 1 && reserved > 0 && ` (${reserved.toLocaleString()} reserved)`}
        </Box>
      ))}
    </>
  );
}
