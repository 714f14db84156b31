import { useCallback } from "preact/hooks";
import { client, dataOf, type Schema } from "../../api.ts";
import { ErrorNotice } from "../../form/ErrorNotice.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";

/** The secret for the app, and the first code, which proves that the app has it. */
export function EnrolSecondFactor({
  enrolment: { secret, otpauth_uri: uri },
  onDone,
  onClose,
}: {
  enrolment: Schema<"SecondFactorEnrolment">;
  onDone: (codes: string[]) => Promise<void>;
  onClose: () => void;
}) {
  const send = useCallback(
    async (data: FormData) => {
      const body = { totp: textOf(data, "totp").replaceAll(/\s/g, "") };
      const { recovery_codes: codes } = await dataOf(client.POST("/api/v1/auth/totp/confirm", { body }));
      await onDone(codes);
    },
    [onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="card stack account-form">
      <p>
        Type this key into your authenticator app, or <a href={uri}>open the app</a> if it is on this device.
      </p>
      <p class="secret">
        <code>{secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <Field
        label="Code that the app shows"
        name="totp"
        inputMode="numeric"
        autocomplete="one-time-code"
        required
        minLength={6}
        maxLength={10}
        error={errors["totp"]}
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <p class="muted">From then on all your other logins end.</p>
      <div class="cluster">
        <Button type="submit" busy={isBusy}>
          Put it into use
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
