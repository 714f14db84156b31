import CloseIcon from "@mui/icons-material/Close";
import { Alert, Box, Button, IconButton, LinearProgress, Typography } from "@mui/material";
import type { Upload } from "./use-uploads.ts";

interface Props {
  upload: Upload;
  onCancel: () => void;
  onAgain: () => void;
}

/** A file on its way: its name and how much has been sent, or why it was not taken. */
export function UploadRow({ upload: { file, share, problem }, onCancel, onAgain }: Props) {
  if (problem) {
    return (
      <Alert
        severity="error"
        onClose={onCancel}
        action={
          <>
            <Button color="inherit" size="small" onClick={onAgain}>
              Try again
            </Button>
            <IconButton color="inherit" size="small" aria-label={`Dismiss ${file.name}`} onClick={onCancel}>
              <CloseIcon fontSize="small" />
            </IconButton>
          </>
        }
      >
        {`${file.name}: ${problem}`}
      </Alert>
    );
  }
  const percent = Math.round(share * 100);
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1.5 }}>
      <Typography variant="body2" noWrap sx={{ width: 180, flexShrink: 1 }}>
        {file.name}
      </Typography>
      <LinearProgress
        variant={share < 1 ? "determinate" : "indeterminate"}
        value={percent}
        aria-label={`Upload of ${file.name}`}
        sx={{ flex: 1, minWidth: 60, height: 6, borderRadius: 3 }}
      />
      <Typography variant="body2" sx={{ width: 44, textAlign: "right", fontVariantNumeric: "tabular-nums" }}>
        {percent} %
      </Typography>
      <IconButton size="small" aria-label={`Stop the upload of ${file.name}`} onClick={onCancel}>
        <CloseIcon fontSize="small" />
      </IconButton>
    </Box>
  );
}
