import { useCallback, useState } from "preact/hooks";
import { client, dataOf } from "../../api.ts";
import { ErrorNotice } from "../../form/ErrorNotice.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { session } from "../../session-state.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";

/** A new password, which ends all other logins. */
export function ChangePassword() {
  const [isChanged, setChanged] = useState(false);
  const send = useCallback(async (data: FormData, form: HTMLFormElement) => {
    setChanged(false);
    const body = {
      current_password: textOf(data, "current_password"),
      new_password: textOf(data, "new_password"),
    };
    await dataOf(client.POST("/api/v1/auth/password", { body }));
    form.reset();
    setChanged(true);
  }, []);
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack account-form" aria-labelledby="password">
      <h2 id="password">Password</h2>
      {/* For password managers, which keep the two together. */}
      <input
        type="email"
        name="username"
        autocomplete="username"
        value={session.value?.user.email ?? ""}
        readOnly
        hidden
      />
      <Field
        label="Current password"
        name="current_password"
        type="password"
        autocomplete="current-password"
        required
        maxLength={1000}
        error={errors["current_password"]}
      />
      <Field
        label="New password"
        name="new_password"
        type="password"
        autocomplete="new-password"
        required
        minLength={8}
        maxLength={128}
        error={errors["new_password"]}
        hint="8 characters or more, none of the common ones"
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      {isChanged && (
        <Notice tone="success">
          <p>Your password is changed. All your other logins have ended.</p>
        </Notice>
      )}
      <div>
        <Button type="submit" tone="secondary" busy={isBusy}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
