import AddIcon from "@mui/icons-material/AddPhotoAlternateOutlined";
import { Box, IconButton, Popover, Typography } from "@mui/material";
import { useState } from "react";
import { Thumbnail } from "../pictures/Thumbnail.tsx";

interface Props {
  rowName: string;
  image: string;
  pictures: readonly string[];
  error: string | undefined;
  onChange: (image: string) => void;
}

/** Which of the product's pictures shows this variant. */
export function ImageCell({ rowName, image, pictures, error, onChange }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const choose = (url: string) => {
    setAnchor(null);
    onChange(url);
  };
  return (
    <td style={{ textAlign: "center" }}>
      <IconButton
        size="small"
        aria-label={`Picture of ${rowName}`}
        aria-haspopup="dialog"
        title={error}
        color={error === undefined ? "default" : "error"}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        {image ? <Thumbnail url={image} alt="" size={26} /> : <AddIcon fontSize="small" />}
      </IconButton>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { role: "dialog", "aria-label": `Choose the picture of ${rowName}` } }}
      >
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, p: 1.5, maxWidth: 300 }}>
          {pictures.map((url, index) => (
            <IconButton
              key={url}
              aria-label={`Picture ${index + 1}`}
              onClick={() => choose(url)}
              sx={{
                borderRadius: 1,
                border: 2,
                borderColor: url === image ? "primary.main" : "transparent",
                p: 0.5,
              }}
            >
              <Thumbnail url={url} alt="" size={52} />
            </IconButton>
          ))}
          {pictures.length === 0 && (
            <Typography variant="body2">The product has no pictures yet: add them under Pictures.</Typography>
          )}
          {image && (
            <IconButton onClick={() => choose("")} sx={{ borderRadius: 1, fontSize: "0.8rem" }}>
              No picture
            </IconButton>
          )}
        </Box>
      </Popover>
    </td>
  );
}
