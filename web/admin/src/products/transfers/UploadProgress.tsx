import { Button, LinearProgress, Stack, Typography } from "@mui/material";

/** How much of a file has left the browser. */
export function UploadProgress({ sent, onStop }: { sent: number; onStop: () => void }) {
  const percent = Math.round(sent * 100);
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: "center" }}>
      <Stack sx={{ flex: 1 }}>
        <Typography variant="body2">
          {percent < 100 ? `Sending the file: ${percent} %` : "The file is being read…"}
        </Typography>
        <LinearProgress variant="determinate" value={percent} aria-label="Upload" />
      </Stack>
      <Button onClick={onStop}>Stop</Button>
    </Stack>
  );
}
