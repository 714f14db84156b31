import { Box, Card, CardContent, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useShop } from "../layout/use-shop.ts";

interface Props {
  title: string;
  children: ReactNode;
}

/** A page of its own with one thing to do, without the panel around it. */
export function CenteredPage({ title, children }: Props) {
  const shop = useShop();
  return (
    <Box
      component="main"
      sx={{ minHeight: "100vh", display: "grid", placeItems: "center", p: 2, bgcolor: "background.default" }}
    >
      <title>{[title, shop?.name ?? "Admin"].join(" · ")}</title>
      <Card sx={{ width: "100%", maxWidth: 440 }}>
        <CardContent sx={{ p: { xs: 2.5, sm: 4 }, "&:last-child": { pb: { xs: 2.5, sm: 4 } } }}>
          <Typography variant="body2" color="text.secondary" sx={{ minHeight: "1.5em" }}>
            {shop?.name}
          </Typography>
          <Typography component="h1" variant="h1" sx={{ mb: 2 }}>
            {title}
          </Typography>
          {children}
        </CardContent>
      </Card>
    </Box>
  );
}
