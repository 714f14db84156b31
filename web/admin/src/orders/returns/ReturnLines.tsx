import { Box, Typography } from "@mui/material";
import type { Return } from "../parts/types.ts";

/** What is to come back, and what did. */
export function ReturnLines({ item }: { item: Return }) {
  return (
    <Box component="ul" sx={{ my: 1, pl: 2.5, typography: "body2" }}>
      {item.line_items.map((line) => (
        <li key={line.id}>
          {line.quantity} × {line.name}{" "}
          <Typography component="span" variant="caption" color="text.secondary">
            {[
              ...Object.values(line.options),
              line.sku,
              line.restocked_quantity > 0 && `${line.restocked_quantity} restocked`,
              line.written_off_quantity > 0 && `${line.written_off_quantity} written off`,
              line.reason && `“${line.reason}”`,
            ]
              .filter(Boolean)
              .join(" · ")}
          </Typography>
        </li>
      ))}
    </Box>
  );
}
