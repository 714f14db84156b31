import { Box, Link, Stack, Typography } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import { formatTime } from "../../shared/format.ts";
import { StatusChip } from "../../shared/StatusField.tsx";
import type { Return } from "../parts/types.ts";
import { ReturnFacts } from "./ReturnFacts.tsx";
import { ReturnLines } from "./ReturnLines.tsx";
import { ReturnSteps } from "./ReturnSteps.tsx";

/** A return as its order's page shows it. */
export function ReturnCard({ item }: { item: Return }) {
  return (
    <Box component="article" sx={{ borderTop: 1, borderColor: "divider", pt: 1.5 }}>
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <Typography variant="subtitle2" component="h3">
          <Link component={RouterLink} state={{ _scrollToTop: true }} to={`/returns/${item.id}/show`}>
            Return of {formatTime(item.created_at)}
          </Link>
        </Typography>
        <StatusChip status={item.status} />
      </Stack>
      <ReturnLines item={item} />
      <ReturnFacts item={item} />
      <Stack direction="row" useFlexGap sx={{ flexWrap: "wrap", gap: 1, mt: 1.5 }}>
        <ReturnSteps item={item} />
      </Stack>
    </Box>
  );
}
