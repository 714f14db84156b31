import { useCallback } from "preact/hooks";
import { client, dataOf } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { withPresence } from "./security/with-presence.ts";
import { useAction } from "./use-action.ts";

/** All that the shop holds about the customer: to take along, and to have erased. */
export function PersonalData() {
  const { isBusy, error, run } = useAction(useCallback(downloadExport, []));
  return (
    <>
      <section aria-labelledby="export" class="stack">
        <h2 id="export">Your data</h2>
        <p>
          A file with everything that the shop holds about you: profile, addresses, orders, logins, mails.
        </p>
        {error !== undefined && <ProblemNotice error={error} />}
        <div>
          <Button tone="secondary" onClick={run} busy={isBusy}>
            Download my data
          </Button>
        </div>
      </section>
      <DeleteAccount />
    </>
  );
}

async function downloadExport(): Promise<void> {
  const data = await withPresence(() => dataOf(client.GET("/api/v1/customers/me/export")));
  if (!data) return;
  const file = new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: url, download: "my-data.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
