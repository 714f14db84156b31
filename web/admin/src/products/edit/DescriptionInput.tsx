import { Box, Stack, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useState } from "react";
import { RichTextField } from "react-admin";
import { PlainText } from "./PlainText.tsx";
import { useValue } from "./use-value.ts";

/** The description as it is written, or as it will look. */
export function DescriptionInput() {
  const [isShown, setShown] = useState(false);
  return (
    <Stack spacing={1}>
      <Stack direction="row" sx={{ justifyContent: "flex-end" }}>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={isShown}
          aria-label="Description"
          onChange={(_, shown: boolean | null) => shown !== null && setShown(shown)}
        >
          <ToggleButton value={false} sx={{ py: 0.25, textTransform: "none" }}>
            Write
          </ToggleButton>
          <ToggleButton value sx={{ py: 0.25, textTransform: "none" }}>
            Preview
          </ToggleButton>
        </ToggleButtonGroup>
      </Stack>
      {isShown ? (
        <Preview />
      ) : (
        <PlainText
          source="description"
          label="Description"
          multiline
          minRows={6}
          maxRows={20}
          helperText="Text or simple HTML. The shop shows it without scripts, forms and styles."
        />
      )}
    </Stack>
  );
}

function Preview() {
  const { value } = useValue("description");
  return (
    <Box
      sx={{
        minHeight: 190,
        maxHeight: 480,
        overflow: "auto",
        px: 2,
        py: 1,
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        overflowWrap: "anywhere",
        "& img": { maxWidth: "100%" },
      }}
    >
      {value.trim() ? (
        // Sanitised before it is shown, and no script runs in the panel's pages that is not its own.
        <RichTextField record={{ id: "", description: value }} source="description" />
      ) : (
        <Typography color="text.secondary" variant="body2" sx={{ py: 1 }}>
          Nothing is written yet.
        </Typography>
      )}
    </Box>
  );
}
