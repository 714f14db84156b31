import { useCallback, useState } from "preact/hooks";
import { client, dataOf } from "../api.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { textOf } from "../form/fields-of.ts";
import { useSubmit } from "../form/use-submit.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { Notice } from "../ui/Notice.tsx";

/** Begins a change of the email address: both addresses confirm it. */
export function ChangeEmail({ email }: { email: string }) {
  const [isSent, setSent] = useState(false);
  const send = useCallback(async (data: FormData, form: HTMLFormElement) => {
    const body = { email: textOf(data, "email").trim(), password: textOf(data, "password") };
    await dataOf(client.POST("/api/v1/auth/email-change", { body }));
    form.reset();
    setSent(true);
  }, []);
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack account-form" aria-labelledby="email">
      <h2 id="email">Email address</h2>
      <p>
        You log in with <strong class="account-email">{email}</strong>.
      </p>
      <Field
        label="New email address"
        name="email"
        type="email"
        inputMode="email"
        autocomplete="email"
        required
        maxLength={254}
        error={errors["email"]}
      />
      <Field
        label="Your password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxLength={1000}
        error={errors["password"]}
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      {isSent && (
        <Notice tone="success">
          <p>
            Both addresses get a mail. The change is made when you have followed the link in each of them.
          </p>
        </Notice>
      )}
      <div>
        <Button type="submit" tone="secondary" busy={isBusy}>
          Change the address
        </Button>
      </div>
    </form>
  );
}
