import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, IconButton, Stack, TextField } from "@mui/material";
import { type KeyboardEvent, useState } from "react";
import type { OptionValues } from "../edit/values.ts";
import { addValue, removeOption, renameOption, type Shape } from "./options.ts";
import { ValueChip } from "./ValueChip.tsx";

interface Props {
  index: number;
  option: OptionValues;
  change: (next: (shape: Shape) => Shape) => void;
}

/** An option: its name, its values. */
export function OptionRow({ index, option: { name, values }, change }: Props) {
  const [text, setText] = useState("");
  const add = () => {
    const wanted = text.split(",").map((value) => value.trim());
    for (const value of wanted) if (value) change((shape) => addValue(shape, index, value));
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    add();
  };
  return (
    <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ alignItems: { sm: "flex-start" } }}>
      <TextField
        label="Option"
        value={name}
        autoFocus={name === "" && values.length === 0}
        onChange={({ target }) => change((shape) => renameOption(shape, index, target.value))}
        sx={{ width: { sm: 180 }, flexShrink: 0, m: 0 }}
      />
      <Box
        sx={{ flex: 1, display: "flex", flexWrap: "wrap", gap: 0.75, alignItems: "center", pt: { sm: 0.5 } }}
      >
        {values.map((value) => (
          <ValueChip key={value} index={index} value={value} change={change} />
        ))}
        <TextField
          variant="standard"
          placeholder="Add a value"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
          slotProps={{ htmlInput: { "aria-label": `Add a value of ${name || "the option"}` } }}
          sx={{ width: 130, m: 0 }}
        />
      </Box>
      <IconButton
        aria-label={`Remove ${name || "the option"}`}
        onClick={() => change((shape) => removeOption(shape, index))}
        sx={{ alignSelf: { xs: "flex-end", sm: "flex-start" } }}
      >
        <DeleteIcon fontSize="small" />
      </IconButton>
    </Stack>
  );
}
