import AddIcon from "@mui/icons-material/Add";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Button, IconButton, Stack, TextField, Typography } from "@mui/material";
import { Section } from "../../shared/Section.tsx";
import { useValue } from "./use-value.ts";
import type { AttributeValue } from "./values.ts";

/** Facts of the product, each with a name: "Material: stoneware". */
export function AttributesSection() {
  const { value, change, error } = useValue("attributes");
  const set = (index: number, said: Partial<AttributeValue>) =>
    change((all) => all.map((one, at) => (at === index ? { ...one, ...said } : one)));
  return (
    <Section
      title="Attributes"
      intro="Facts that shoppers see and filter by, for example Material: stoneware."
      actions={
        <Button
          size="small"
          startIcon={<AddIcon />}
          onClick={() => change((all) => [...all, { name: "", value: "" }])}
        >
          Add attribute
        </Button>
      }
    >
      <Stack spacing={1.5}>
        {value.map((attribute, index) => (
          <Stack key={index} direction="row" spacing={1} sx={{ alignItems: "center" }}>
            <TextField
              size="small"
              label="Name"
              value={attribute.name}
              autoFocus={attribute.name === "" && attribute.value === ""}
              onChange={({ target }) => set(index, { name: target.value })}
              sx={{ flex: 2, m: 0 }}
            />
            <TextField
              size="small"
              label="Value"
              value={attribute.value}
              onChange={({ target }) => set(index, { value: target.value })}
              sx={{ flex: 3, m: 0 }}
            />
            <IconButton
              aria-label={`Remove ${attribute.name || "the attribute"}`}
              onClick={() => change((all) => all.filter((_, at) => at !== index))}
            >
              <DeleteIcon fontSize="small" />
            </IconButton>
          </Stack>
        ))}
        {value.length === 0 && (
          <Typography variant="body2" color="text.secondary">
            No attributes yet.
          </Typography>
        )}
        {error && (
          <Typography variant="caption" color="error" role="alert">
            {error}
          </Typography>
        )}
      </Stack>
    </Section>
  );
}
