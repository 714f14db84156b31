import { Alert, Box, Button, Stack } from "@mui/material";
import { useState } from "react";
import { saveFile } from "../shared/save-file.ts";

interface Props {
  codes: string[];
  onStored: () => void;
}

/** The codes that open the account when the phone is gone: shown once, to be copied or saved as a file. */
export function RecoveryCodes({ codes, onStored }: Props) {
  const [told, setTold] = useState("");
  const text = codes.join("\n");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setTold("Copied."),
      () => setTold("The browser does not allow copying. Select the codes and copy them."),
    );
  return (
    <Stack spacing={2}>
      <Alert severity="warning">
        Keep these recovery codes where your phone is not. Each works once when you have no code. They are not
        shown again.
      </Alert>
      <Box
        component="ul"
        aria-label="Recovery codes"
        sx={{
          fontFamily: "ui-monospace, monospace",
          listStyle: "none",
          display: "grid",
          gridTemplateColumns: "repeat(auto-fit, minmax(200px, 1fr))",
          gap: 1,
          m: 0,
          p: 1.5,
          border: 1,
          borderColor: "divider",
          borderRadius: 1,
        }}
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </Box>
      <Stack direction="row" useFlexGap sx={{ gap: 1, flexWrap: "wrap" }}>
        <Button variant="outlined" onClick={() => void copy()}>
          Copy
        </Button>
        <Button
          variant="outlined"
          onClick={() => saveFile(new Blob([`${text}\n`], { type: "text/plain" }), "recovery-codes.txt")}
        >
          Download
        </Button>
        <Button variant="contained" onClick={onStored}>
          I have stored them
        </Button>
      </Stack>
      <Box role="status" sx={{ minHeight: "1.5em" }}>
        {told}
      </Box>
    </Stack>
  );
}
