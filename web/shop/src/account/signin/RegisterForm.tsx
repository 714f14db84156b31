import { useCallback, useState } from "preact/hooks";
import { ApiProblem, client, dataOf } from "../../api.ts";
import { ErrorNotice } from "../../form/ErrorNotice.tsx";
import { fieldsOf, textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { logIn } from "./log-in.ts";

/** A new account, and logged in with it at once where the shop does not wait for the address to be confirmed. */
export function RegisterForm() {
  const [told, setTold] = useState<string>();
  const send = useCallback(async (data: FormData) => {
    const { email = "", first_name: first, last_name: last } = fieldsOf(data);
    const password = textOf(data, "password");
    const names = {
      ...(first === undefined ? {} : { first_name: first }),
      ...(last === undefined ? {} : { last_name: last }),
    };
    const { message } = await dataOf(
      client.POST("/api/v1/auth/register", { body: { email, password, ...names } }),
    );
    await logIn({ email, password }).catch((error: unknown) => {
      // The answer to a registration is the same for taken addresses: only the mail tells their owner.
      if (error instanceof ApiProblem && error.status === 401) setTold(message);
      else throw error;
    });
  }, []);
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  if (told !== undefined) {
    return (
      <Notice tone="success" title="Please look into your mailbox.">
        <p>{told} What it says leads you on.</p>
      </Notice>
    );
  }
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <div class="fields-row">
        <Field
          label="First name"
          name="first_name"
          autocomplete="given-name"
          maxLength={100}
          error={errors["first_name"]}
        />
        <Field
          label="Last name"
          name="last_name"
          autocomplete="family-name"
          maxLength={100}
          error={errors["last_name"]}
        />
      </div>
      <Field
        label="Email"
        name="email"
        type="email"
        inputMode="email"
        autocomplete="email"
        required
        maxLength={254}
        error={errors["email"]}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autocomplete="new-password"
        required
        minLength={8}
        maxLength={128}
        error={errors["password"]}
        hint="8 characters or more, none of the common ones"
      />
      {problem !== undefined && <ErrorNotice error={problem} />}
      <Button type="submit" block busy={isBusy}>
        Make an account
      </Button>
    </form>
  );
}
