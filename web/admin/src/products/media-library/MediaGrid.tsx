import { Box, Card, CardActionArea, Typography } from "@mui/material";
import { useListContext } from "react-admin";
import { Link } from "react-router-dom";
import { formatBytes } from "../../shared/format-bytes.ts";
import { kindOf, type Media } from "./media.ts";
import { Preview } from "./Preview.tsx";

/** The library's files as pictures. */
export function MediaGrid() {
  const { data = [] } = useListContext<Media>();
  return (
    <Box
      component="ul"
      aria-label="Files"
      sx={{
        display: "grid",
        gap: 1.5,
        p: 1.5,
        m: 0,
        gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(auto-fill, minmax(176px, 1fr))" },
      }}
    >
      {data.map((media) => (
        <Card key={media.id} component="li" variant="outlined" sx={{ listStyle: "none", minWidth: 0 }}>
          <CardActionArea component={Link} to={`/media/${media.id}`} sx={{ height: "100%" }}>
            <Preview media={media} width={384} />
            <Box sx={{ p: 1 }}>
              <Typography variant="body2" noWrap title={media.filename} sx={{ fontWeight: 600 }}>
                {media.filename}
              </Typography>
              <Typography variant="caption" component="div" color="text.secondary" noWrap>
                {kindOf(media)}
              </Typography>
              <Typography variant="caption" component="div" color="text.secondary" noWrap>
                {formatBytes(media.bytes)}
                {media.alt === "" && ", no alt text"}
              </Typography>
            </Box>
          </CardActionArea>
        </Card>
      ))}
    </Box>
  );
}
