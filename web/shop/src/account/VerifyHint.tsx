import { useCallback, useState } from "preact/hooks";
import { client, dataOf } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { Notice, ProblemNotice } from "../ui/Notice.tsx";
import { useAction } from "./use-action.ts";

/** Asks to follow the link in the mail, and sends it again. */
export function VerifyHint({ email }: { email: string }) {
  const [isSent, setSent] = useState(false);
  const send = useCallback(async () => {
    await dataOf(client.POST("/api/v1/auth/verify-email/resend", { body: { email } }));
    setSent(true);
  }, [email]);
  const { isBusy, error, run } = useAction(send);
  return (
    <Notice title="Please confirm your email address.">
      <p>Follow the link in the mail to {email}. Then orders that you placed as a guest appear here, too.</p>
      {isSent ? (
        <p>The mail is on its way. Look into the spam folder as well.</p>
      ) : (
        <Button tone="secondary" size="small" onClick={run} busy={isBusy}>
          Send the mail again
        </Button>
      )}
      {error !== undefined && <ProblemNotice error={error} />}
    </Notice>
  );
}
