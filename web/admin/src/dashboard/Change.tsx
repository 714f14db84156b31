import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import { Box, Tooltip } from "@mui/material";
import { percent } from "./figure-cards.ts";

const HIDDEN = {
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
} as const;

/** More or less than before: the arrow says it, the colour only helps. */
export function Change({ rate, before }: { rate: number | undefined; before: string }) {
  if (rate === undefined) return null;
  const isMore = rate >= 0;
  const Icon = isMore ? UpIcon : DownIcon;
  return (
    <Tooltip title={`Compared with ${before}`}>
      <Box
        component="span"
        sx={{
          display: "inline-flex",
          alignItems: "center",
          fontSize: "0.8rem",
          color: rate === 0 ? "text.secondary" : isMore ? "success.main" : "error.main",
        }}
      >
        {rate !== 0 && <Icon sx={{ fontSize: 14 }} aria-hidden />}
        <Box component="span" sx={HIDDEN}>
          {isMore ? "more by" : "less by"}
        </Box>
        {percent(Math.abs(rate))}
      </Box>
    </Tooltip>
  );
}
