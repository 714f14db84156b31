import BackIcon from "@mui/icons-material/ArrowBack";
import NextIcon from "@mui/icons-material/ArrowForward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Button, Chip, IconButton, Popover, Stack, TextField } from "@mui/material";
import { type FormEvent, useState } from "react";
import { moveValue, removeValue, renameValue, type Shape } from "./options.ts";

interface Props {
  index: number;
  value: string;
  change: (next: (shape: Shape) => Shape) => void;
}

/** A value of an option; a click opens what can be done with it. */
export function ValueChip({ index, value, change }: Props) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [text, setText] = useState(value);
  const open = (element: HTMLElement) => {
    setText(value);
    setAnchor(element);
  };
  const rename = (event: FormEvent) => {
    event.preventDefault();
    // The product's form is around this one in React's tree.
    event.stopPropagation();
    setAnchor(null);
    change((shape) => renameValue(shape, index, value, text.trim()));
  };
  return (
    <>
      <Chip
        label={value}
        onClick={({ currentTarget }) => open(currentTarget)}
        aria-haspopup="dialog"
        title="Rename, move or remove"
      />
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "left" }}
        slotProps={{ paper: { role: "dialog", "aria-label": `Value ${value}`, sx: { p: 1.5 } } }}
      >
        <Stack component="form" onSubmit={rename} spacing={1} sx={{ width: 240 }}>
          <TextField autoFocus label="Value" value={text} onChange={({ target }) => setText(target.value)} />
          <Stack direction="row" sx={{ alignItems: "center" }}>
            <IconButton
              aria-label="Move earlier"
              onClick={() => change((shape) => moveValue(shape, index, value, -1))}
            >
              <BackIcon fontSize="small" />
            </IconButton>
            <IconButton
              aria-label="Move later"
              onClick={() => change((shape) => moveValue(shape, index, value, 1))}
            >
              <NextIcon fontSize="small" />
            </IconButton>
            <IconButton
              aria-label={`Remove ${value}`}
              onClick={() => change((shape) => removeValue(shape, index, value))}
            >
              <DeleteIcon fontSize="small" />
            </IconButton>
            <Button type="submit" size="small" variant="contained" sx={{ ml: "auto" }}>
              Rename
            </Button>
          </Stack>
        </Stack>
      </Popover>
    </>
  );
}
