import { Box } from "@mui/material";

interface Props {
  url: string | undefined;
  alt: string;
  size: number;
}

/** A small square picture; its place where there is none. */
export function Thumbnail({ url, alt, size }: Props) {
  const frame = { width: size, height: size, borderRadius: 1, flexShrink: 0, bgcolor: "action.hover" };
  if (!url) return <Box sx={frame} />;
  return (
    <Box
      component="img"
      src={url}
      alt={alt}
      width={size}
      height={size}
      loading="lazy"
      decoding="async"
      sx={{ ...frame, objectFit: "contain", display: "block" }}
    />
  );
}
