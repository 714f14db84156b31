import { Box, Button, TextField } from "@mui/material";
import { useState } from "react";

interface Props {
  value: string;
  onChange: (code: string) => void;
  /** Only the authenticator's codes, as when it is being set up. */
  isAppOnly?: boolean;
}

/** The second factor: six digits of an authenticator app, or a recovery code. */
export function CodeField({ value, onChange, isAppOnly = false }: Props) {
  const [isRecovery, setRecovery] = useState(false);
  return (
    <Box>
      <TextField
        key={isRecovery ? "recovery" : "app"}
        label={isRecovery ? "Recovery code" : "Code"}
        helperText={isRecovery ? "Each of them works once." : "Six digits from your authenticator app."}
        value={value}
        onChange={(event) => onChange(event.target.value.trim())}
        required
        autoFocus
        name="totp"
        autoComplete="one-time-code"
        slotProps={{
          htmlInput: {
            inputMode: isRecovery ? "text" : "numeric",
            minLength: 6,
            maxLength: 40,
            spellCheck: false,
            autoCapitalize: "none",
          },
        }}
      />
      {!isAppOnly && (
        <Button
          size="small"
          onClick={() => {
            onChange("");
            setRecovery(!isRecovery);
          }}
        >
          {isRecovery ? "Use the authenticator app" : "Use a recovery code"}
        </Button>
      )}
    </Box>
  );
}
