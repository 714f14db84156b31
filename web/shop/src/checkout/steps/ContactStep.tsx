import { useCallback } from "preact/hooks";
import { client, dataOf } from "../../api.ts";
import { cart } from "../../cart-state.ts";
import { session } from "../../session-state.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";

/** Who is buying: an email address; whoever has an account may log in instead. */
export function ContactStep({ onDone }: { onDone: () => void }) {
  const send = useCallback(
    async (data: FormData) => {
      const email = textOf(data, "email").trim();
      cart.value = await dataOf(client.PUT("/api/v1/cart/contact", { body: { email } }));
      onDone();
    },
    [onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      {session.value === undefined && (
        <p>
          Have an account? <a href="/account?then=/checkout">Log in</a>, and your addresses are here. Or go on
          as a guest.
        </p>
      )}
      <Field
        label="Email"
        name="email"
        type="email"
        inputMode="email"
        autocomplete="email"
        required
        maxLength={254}
        defaultValue={cart.value?.email ?? session.value?.user.email ?? ""}
        error={errors["email"]}
        hint="For the confirmation of your order and news about its delivery"
      />
      {problem !== undefined && <ProblemNotice error={problem} />}
      <div>
        <Button type="submit" busy={isBusy}>
          Continue to address
        </Button>
      </div>
    </form>
  );
}
