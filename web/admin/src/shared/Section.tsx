import { Box, Paper, Stack, Typography } from "@mui/material";
import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** What it is about, in a sentence or two. */
  intro?: ReactNode;
  /** Buttons at its upper right. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, intro, actions, children }: Props) {
  const id = useId();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={id} sx={{ p: { xs: 2, sm: 2.5 } }}>
      <Stack
        direction="row"
        useFlexGap
        sx={{ flexWrap: "wrap", justifyContent: "space-between", alignItems: "center", gap: 1, mb: 1.5 }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Typography id={id} variant="h6" component="h2">
            {title}
          </Typography>
          {intro && (
            <Typography variant="body2" color="text.secondary" sx={{ maxWidth: "70ch" }}>
              {intro}
            </Typography>
          )}
        </Box>
        {actions && (
          <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1 }}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Paper>
  );
}
