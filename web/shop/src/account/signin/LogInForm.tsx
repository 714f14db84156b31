import { useCallback, useState } from "preact/hooks";
import { ApiProblem } from "../../api.ts";
import { ErrorNotice } from "../../form/ErrorNotice.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { logIn } from "./log-in.ts";

const NEEDS_CODE = new Set(["auth.second_factor_required", "auth.second_factor_invalid"]);

/** Email and password, and the code of the second factor where the account has one. */
export function LogInForm() {
  const [needsCode, setNeedsCode] = useState(false);
  const send = useCallback(async (data: FormData) => {
    const totp = textOf(data, "totp").replaceAll(/\s/g, "");
    const body = { email: textOf(data, "email").trim(), password: textOf(data, "password") };
    await logIn({ ...body, ...(totp === "" ? {} : { totp }) }).catch((error: unknown) => {
      if (error instanceof ApiProblem && NEEDS_CODE.has(error.code)) setNeedsCode(true);
      // The first time the code is only asked for: nothing is wrong.
      if (error instanceof ApiProblem && error.code === "auth.second_factor_required") return;
      throw error;
    });
  }, []);
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <Field
        label="Email"
        name="email"
        type="email"
        inputMode="email"
        autocomplete="username"
        required
        maxLength={254}
        error={errors["email"]}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        maxLength={1000}
        error={errors["password"]}
      />
      {needsCode && (
        <>
          <Notice>
            <p>This account has a second factor.</p>
          </Notice>
          <Field
            label="Code of your authenticator app"
            name="totp"
            inputMode="numeric"
            autocomplete="one-time-code"
            required
            minLength={6}
            maxLength={40}
            autoFocus
            error={errors["totp"]}
            hint="Or one of your recovery codes"
          />
        </>
      )}
      {problem !== undefined && <ErrorNotice error={problem} />}
      <Button type="submit" block busy={isBusy}>
        Log in
      </Button>
      <p>
        <a href="/account/forgot-password" target="_top">
          Forgotten your password?
        </a>
      </p>
    </form>
  );
}
