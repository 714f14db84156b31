import ImageIcon from "@mui/icons-material/ImageOutlined";
import { Avatar, Box, Stack, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { RowLink } from "../../shared/RowLink.tsx";

interface Props {
  line: { name: string; sku: string; options?: Record<string, string>; image_url?: string };
  hasPicture?: boolean;
  /** Where its product is edited. */
  to?: string | undefined;
  children?: ReactNode;
}

/** What a line is of: picture, name, options, SKU. */
export function LineTitle({ line, hasPicture = false, to, children }: Props) {
  const options = Object.values(line.options ?? {}).join(" / ");
  return (
    <Stack direction="row" spacing={1.5} sx={{ minWidth: 0, alignItems: "flex-start" }}>
      {hasPicture && (
        <Avatar
          variant="rounded"
          src={line.image_url}
          alt=""
          slotProps={{ img: { loading: "lazy" } }}
          sx={{ width: 44, height: 44, bgcolor: "action.hover", color: "text.secondary" }}
        >
          <ImageIcon fontSize="small" />
        </Avatar>
      )}
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" sx={{ fontWeight: 500, overflowWrap: "anywhere" }}>
          {to === undefined ? (
            line.name
          ) : (
            <RowLink mayWrap to={to}>
              {line.name}
            </RowLink>
          )}
        </Typography>
        <Typography variant="caption" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
          {[options, line.sku].filter(Boolean).join(" · ")}
        </Typography>
        {children}
      </Box>
    </Stack>
  );
}
