import { SecretDialog } from "../../shared/SecretDialog.tsx";

/** The secret of an endpoint, shown this once. */
export function EndpointSecret({ secret, onClose }: { secret: string | undefined; onClose: () => void }) {
  return (
    <SecretDialog
      title="The signing secret"
      label="Secret"
      secret={secret}
      advice="Copy it now into the program behind the URL: it verifies that messages are from this shop."
      onClose={onClose}
    />
  );
}
