import { Button } from "@mui/material";
import { useHasMailbox } from "./use-has-mailbox.ts";

/** Where the shop is developed: the mailbox that keeps what was sent, and the templates. */
export function DevelopmentLinks() {
  if (!useHasMailbox()) return null;
  return (
    <>
      <Button size="small" href="/api/v1/ops/mailbox" target="_blank" rel="noopener">
        Mailbox
      </Button>
      <Button size="small" href="/api/v1/ops/mail-preview" target="_blank" rel="noopener">
        Templates
      </Button>
    </>
  );
}
