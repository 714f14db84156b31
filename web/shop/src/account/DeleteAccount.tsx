import { useLocation } from "preact-iso";
import { useCallback, useState } from "preact/hooks";
import { client, dataOf } from "../api.ts";
import { ErrorNotice } from "../form/ErrorNotice.tsx";
import { useSubmit } from "../form/use-submit.ts";
import { Button } from "../ui/Button.tsx";
import { CheckField } from "../ui/Field.tsx";
import { leaveAccount } from "./leave-account.ts";
import { withPresence } from "./security/with-presence.ts";

/** Erases the account, after its consequences were told. */
export function DeleteAccount() {
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const send = useCallback(async () => {
    const erased = await withPresence(async () => {
      await dataOf(client.DELETE("/api/v1/customers/me"));
      return true;
    });
    if (!erased) return;
    leaveAccount();
    route("/");
  }, [route]);
  const { isBusy, problem, errors, onSubmit } = useSubmit(send);
  return (
    <section aria-labelledby="delete" class="stack">
      <h2 id="delete">Delete the account</h2>
      {!isAsking ? (
        <div>
          <Button tone="danger" onClick={() => setAsking(true)}>
            Delete my account…
          </Button>
        </div>
      ) : (
        <form onSubmit={onSubmit} noValidate class="card stack account-form">
          <p>This is done at once, and for good:</p>
          <ul class="changes">
            <li>Nobody can log in to the account any more.</li>
            <li>Your profile, addresses, cart and saved payment methods are deleted.</li>
            <li>
              Orders that are not closed yet keep your name and address until they are. They can no longer be
              seen here.
            </li>
            <li>Amounts, country and region of your orders stay in the shop’s books, without your name.</li>
          </ul>
          <CheckField
            name="understood"
            label="I understand, delete everything"
            required
            error={errors["understood"]}
          />
          {problem !== undefined && <ErrorNotice error={problem} />}
          <div class="cluster">
            <Button type="submit" tone="danger" busy={isBusy}>
              Delete my account
            </Button>
            <Button tone="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
