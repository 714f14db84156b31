import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { client, dataOf } from "../../api.ts";
import { ErrorNotice } from "../../form/ErrorNotice.tsx";
import { textOf } from "../../form/fields-of.ts";
import { useSubmit } from "../../form/use-submit.ts";
import { session } from "../../session-state.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { setPresenceDialog } from "./with-presence.ts";

/** Asks for the password, or the code where the account has a second factor, when something needs a proof of presence. */
export function StepUpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const answer = useRef<(isGiven: boolean) => void>(() => {});
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    setPresenceDialog(
      () =>
        new Promise((resolve) => {
          answer.current = resolve;
          setAsked((before) => before + 1);
          dialog.current?.showModal();
        }),
    );
    return () => setPresenceDialog(() => Promise.resolve(false));
  }, []);
  const done = useCallback((isGiven: boolean) => {
    answer.current(isGiven);
    dialog.current?.close();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="step-up" onClose={() => answer.current(false)}>
      <StepUpForm key={asked} onDone={done} />
    </dialog>
  );
}

function StepUpForm({ onDone }: { onDone: (isGiven: boolean) => void }) {
  const hasSecondFactor = session.value?.user.second_factor ?? false;
  const send = useCallback(
    async (data: FormData) => {
      const proof = textOf(data, "proof");
      const body = hasSecondFactor ? { totp: proof.replaceAll(/\s/g, "") } : { password: proof };
      await dataOf(client.POST("/api/v1/auth/step-up", { body }));
      onDone(true);
    },
    [hasSecondFactor, onDone],
  );
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <form onSubmit={onSubmit} noValidate class="stack">
      <h2 id="step-up">Is it still you?</h2>
      <p>This needs {hasSecondFactor ? "a code of your authenticator app" : "your password"} once more.</p>
      {hasSecondFactor ? (
        <Field
          label="Code"
          name="proof"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          minLength={6}
          maxLength={40}
          error={errors["proof"]}
          hint="Or one of your recovery codes"
        />
      ) : (
        <Field
          label="Password"
          name="proof"
          type="password"
          autocomplete="current-password"
          required
          maxLength={1000}
          error={errors["proof"]}
        />
      )}
      {problem !== undefined && <ErrorNotice error={problem} />}
      <div class="cluster">
        <Button type="submit" busy={isBusy}>
          Continue
        </Button>
        <Button tone="quiet" onClick={() => onDone(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
