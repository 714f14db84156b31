import FileIcon from "@mui/icons-material/InsertDriveFileOutlined";
import VideoIcon from "@mui/icons-material/MovieOutlined";
import { Box } from "@mui/material";
import { isPicture, type Media, scaledUrl } from "./media.ts";

interface Props {
  media: Media;
  width: 256 | 384 | 1024;
}

/** What a file shows, in a square of its own, so that nothing moves when it arrives. */
export function Preview({ media, width }: Props) {
  const isVideo = media.content_type.startsWith("video/");
  return (
    <Box
      sx={{
        aspectRatio: "1",
        display: "grid",
        placeItems: "center",
        bgcolor: "action.hover",
        overflow: "hidden",
      }}
    >
      {isPicture(media) ? (
        <Box
          component="img"
          src={scaledUrl(media, width)}
          alt={media.alt}
          loading="lazy"
          decoding="async"
          sx={{ width: "100%", height: "100%", objectFit: "contain" }}
        />
      ) : (
        <Box sx={{ color: "text.secondary", "& svg": { fontSize: 56 } }}>
          {isVideo ? <VideoIcon /> : <FileIcon />}
        </Box>
      )}
    </Box>
  );
}
