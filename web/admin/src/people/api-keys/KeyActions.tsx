import { useState } from "react";
import type { Schema } from "../../../../../client/index.ts";
import { DialogButton } from "../../shared/DialogButton.tsx";
import { IssuedKey } from "./IssuedKey.tsx";
import { RevokeKeyDialog } from "./RevokeKeyDialog.tsx";
import { RotateKeyDialog } from "./RotateKeyDialog.tsx";

/** What can be done with a key. */
export function KeyActions({ apiKey }: { apiKey: Schema<"ApiKey"> }) {
  const [issued, setIssued] = useState<Schema<"IssuedApiKey">>();
  const { rotate, revoke } = stepsOf(apiKey);
  return (
    <>
      <DialogButton label="Rotate" variant="outlined" transition={rotate}>
        {(close) => <RotateKeyDialog apiKey={apiKey} onClose={close} onIssued={setIssued} />}
      </DialogButton>
      <DialogButton label="Revoke" variant="outlined" color="error" transition={revoke}>
        {(close) => <RevokeKeyDialog apiKey={apiKey} onClose={close} />}
      </DialogButton>
      <IssuedKey issued={issued} onClose={() => setIssued(undefined)} />
    </>
  );
}

function stepsOf({ status, replaced_by: successor }: Schema<"ApiKey">) {
  const ended = status === "active" ? undefined : `It is ${status}.`;
  return {
    rotate: stepOf(ended ?? (successor ? "It was rotated already: rotate the new key." : undefined)),
    revoke: stepOf(status === "revoked" ? "It is revoked already." : undefined),
  };
}

function stepOf(reason: string | undefined) {
  return reason === undefined ? { allowed: true } : { allowed: false, reason };
}
