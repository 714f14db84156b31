import { Box, Button, Stack, Typography } from "@mui/material";
import { type ErrorInfo, useState } from "react";
import { Title, useResetErrorBoundaryOnLocationChange } from "react-admin";
import { problemText } from "../shared/use-problem-notice.ts";

interface Props {
  error: Error;
  errorInfo?: ErrorInfo;
  resetErrorBoundary?: (args?: unknown) => void;
}

/** A part of the panel has failed: what can be done, and what the shop's developers want to know. */
export function ErrorPage({ error, errorInfo, resetErrorBoundary = nothing }: Props) {
  const [isCopied, setCopied] = useState(false);
  useResetErrorBoundaryOnLocationChange(resetErrorBoundary);
  const details = [
    error.stack ?? error.message,
    errorInfo?.componentStack?.trim(),
    `${location.href} at ${new Date().toISOString()}`,
    navigator.userAgent,
  ]
    .filter(Boolean)
    .join("\n\n");
  return (
    <Box role="alert" sx={{ p: 3, maxWidth: 720 }}>
      <Title title="Something went wrong" />
      <Typography variant="h2" sx={{ mb: 1 }}>
        This page has failed.
      </Typography>
      <Typography sx={{ whiteSpace: "pre-line", mb: 2 }}>{problemText(error)}</Typography>
      <Stack direction="row" useFlexGap sx={{ gap: 1, flexWrap: "wrap", mb: 2 }}>
        <Button variant="contained" onClick={() => resetErrorBoundary()}>
          Try again
        </Button>
        <Button href="/admin/">To the dashboard</Button>
        <Button onClick={() => void navigator.clipboard.writeText(details).then(() => setCopied(true))}>
          {isCopied ? "Copied" : "Copy the details"}
        </Button>
      </Stack>
      <Box component="details">
        <summary>Details</summary>
        <Box component="pre" tabIndex={0} sx={{ overflow: "auto", maxHeight: 320, fontSize: "0.75rem" }}>
          {details}
        </Box>
      </Box>
    </Box>
  );
}

function nothing(): void {
  // Not in a boundary: there is nothing to try again.
}
