import { Box } from "@mui/material";

/** Text as it is, as JSON or an answer: in its own box that scrolls, also by keyboard. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <Box
      component="pre"
      tabIndex={0}
      role="region"
      aria-label={label}
      sx={{
        m: 0,
        p: 1.5,
        maxHeight: "28rem",
        overflow: "auto",
        borderRadius: 1,
        bgcolor: "action.hover",
        fontSize: "0.8rem",
        fontFamily: "ui-monospace, SFMono-Regular, Menlo, monospace",
        whiteSpace: "pre-wrap",
        overflowWrap: "anywhere",
      }}
    >
      {text}
    </Box>
  );
}

/** A value as JSON for people; text that is JSON, too. */
export function asJson(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
