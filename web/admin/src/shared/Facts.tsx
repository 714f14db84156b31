import { Box, Typography } from "@mui/material";
import { Fragment, type ReactNode } from "react";

interface Props {
  /** What is told, in order; what is undefined or null is left out. */
  items: readonly (readonly [label: string, value: ReactNode])[];
}

/** What is known of a thing: labels and values, side by side; below each other on a phone. */
export function Facts({ items }: Props) {
  return (
    <Box
      component="dl"
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "1fr", sm: "minmax(9rem, auto) 1fr" },
        columnGap: 3,
        rowGap: { xs: 0.25, sm: 1 },
        m: 0,
      }}
    >
      {items
        .filter(([, value]) => value !== undefined && value !== null && value !== false && value !== "")
        .map(([label, value]) => (
          <Fragment key={label}>
            <Typography component="dt" variant="body2" color="text.secondary">
              {label}
            </Typography>
            <Typography
              component="dd"
              variant="body2"
              sx={{ m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: "anywhere", minWidth: 0 }}
            >
              {value}
            </Typography>
          </Fragment>
        ))}
    </Box>
  );
}
