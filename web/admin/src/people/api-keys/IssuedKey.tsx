import type { Schema } from "../../../../../client/index.ts";
import { SecretDialog } from "../../shared/SecretDialog.tsx";

interface Props {
  issued: Schema<"IssuedApiKey"> | undefined;
  onClose: () => void;
}

/** A new key, shown this once. */
export function IssuedKey({ issued, onClose }: Props) {
  return (
    <SecretDialog
      title={`The key ${issued?.name ?? ""}`}
      label="API key"
      secret={issued?.key}
      advice="Copy the key now and put it where the program finds it."
      onClose={onClose}
    />
  );
}
