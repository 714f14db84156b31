import EarlierIcon from "@mui/icons-material/ArrowBack";
import LaterIcon from "@mui/icons-material/ArrowForward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import FileIcon from "@mui/icons-material/InsertDriveFileOutlined";
import { Box, Chip, IconButton, Paper, Stack, TextField } from "@mui/material";
import { type DragEvent, useState } from "react";
import type { Picture } from "./use-pictures.ts";

interface Props {
  picture: Picture;
  place: number;
  count: number;
  onMove: (to: number) => void;
  onDescribe: (alt: string) => void;
  onRemove: () => void;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragEnd: () => void;
  isDragged: boolean;
}

/** One of the things that the product shows: drawn to its place, or moved by its buttons. */
export function PictureCard(props: Props) {
  const { picture, place, count, onMove, onRemove } = props;
  const name = picture.alt || `picture ${place}`;
  return (
    <Paper
      component="li"
      variant="outlined"
      data-picture={picture.id}
      draggable
      onDragStart={props.onDragStart}
      onDragOver={props.onDragOver}
      onDragEnd={props.onDragEnd}
      sx={{ listStyle: "none", overflow: "hidden", opacity: props.isDragged ? 0.4 : 1, cursor: "grab" }}
    >
      <Box sx={{ position: "relative", aspectRatio: "1", bgcolor: "action.hover" }}>
        <Shown picture={picture} />
        {place === 1 && (
          <Chip
            label="Main picture"
            size="small"
            color="primary"
            sx={{ position: "absolute", top: 8, left: 8 }}
          />
        )}
      </Box>
      <Stack sx={{ p: 1 }}>
        <AltText key={picture.alt} alt={picture.alt} place={place} onDescribe={props.onDescribe} />
        <Stack direction="row" sx={{ justifyContent: "space-between", mt: 0.5 }}>
          <span>
            <IconButton
              size="small"
              data-move="earlier"
              aria-label={`Move ${name} earlier`}
              disabled={place === 1}
              onClick={() => onMove(place - 1)}
            >
              <EarlierIcon fontSize="small" />
            </IconButton>
            <IconButton
              size="small"
              data-move="later"
              aria-label={`Move ${name} later`}
              disabled={place === count}
              onClick={() => onMove(place + 1)}
            >
              <LaterIcon fontSize="small" />
            </IconButton>
          </span>
          <IconButton size="small" aria-label={`Take ${name} off`} onClick={onRemove}>
            <DeleteIcon fontSize="small" />
          </IconButton>
        </Stack>
      </Stack>
    </Paper>
  );
}

function Shown({ picture: { url, alt, content_type: type } }: { picture: Picture }) {
  if (type !== null && !type.startsWith("image/")) {
    return (
      <Stack sx={{ height: "100%", alignItems: "center", justifyContent: "center", color: "text.secondary" }}>
        <FileIcon fontSize="large" />
        {type}
      </Stack>
    );
  }
  return (
    <Box
      component="img"
      src={url}
      alt={alt}
      loading="lazy"
      draggable={false}
      sx={{ width: "100%", height: "100%", objectFit: "contain", display: "block" }}
    />
  );
}

/** Saved when it is left. */
function AltText({
  alt,
  place,
  onDescribe,
}: {
  alt: string;
  place: number;
  onDescribe: (alt: string) => void;
}) {
  const [text, setText] = useState(alt);
  return (
    <TextField
      label="What it shows"
      placeholder="For those who cannot see it"
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => text.trim() !== alt && onDescribe(text.trim())}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        (event.target as HTMLElement).blur();
      }}
      slotProps={{ htmlInput: { "aria-label": `What picture ${place} shows`, maxLength: 1000 } }}
      sx={{ m: 0, mt: 0.5 }}
    />
  );
}
