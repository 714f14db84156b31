import { Box, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Title } from "react-admin";

interface Props {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that is no list and no form of a resource. */
export function PlainPage({ title, intro, actions, children }: Props) {
  return (
    <Box sx={{ pt: 2, pb: 4, minWidth: 0 }}>
      <Title title={title} />
      <Stack spacing={2}>
        {(intro !== undefined || actions !== undefined) && (
          <Stack
            direction="row"
            useFlexGap
            sx={{ flexWrap: "wrap", justifyContent: "space-between", gap: 1 }}
          >
            <Typography variant="body2" color="text.secondary" sx={{ maxWidth: "75ch" }}>
              {intro}
            </Typography>
            {actions}
          </Stack>
        )}
        {children}
      </Stack>
    </Box>
  );
}
