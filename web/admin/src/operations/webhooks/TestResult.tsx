import { Alert } from "@mui/material";
import type { Schema } from "../../../../../client/index.ts";
import { CodeBlock } from "../../shared/CodeBlock.tsx";

/** What came of a test event. */
export function TestResult({ result }: { result: Schema<"WebhookTestResult"> }) {
  const { succeeded, response_status: status, duration_ms: duration, error, response } = result;
  const answer = status === null ? "There was no answer." : `It answered with ${status}.`;
  return (
    <Alert
      severity={succeeded ? "success" : "error"}
      role="status"
      sx={{ "& .MuiAlert-message": { minWidth: 0, flex: 1 } }}
    >
      {succeeded ? "The test event arrived. " : "The test event did not arrive. "}
      {answer}
      {duration !== null && ` It took ${duration} ms.`}
      {error && <div>{error}</div>}
      {response && <CodeBlock label="The answer" text={response} />}
    </Alert>
  );
}
