import { useCallback } from "preact/hooks";
import { client, dataOf } from "../api.ts";
import { Button } from "../ui/Button.tsx";
import { ProblemNotice } from "../ui/Notice.tsx";
import { leaveAccount } from "./leave-account.ts";
import { useAction } from "./use-action.ts";

/** The ways through the account, and out of it. */
export function AccountNav({
  tabs,
  shown,
}: {
  tabs: { name: string; title: string }[];
  shown: string | undefined;
}) {
  const { isBusy, error, run } = useAction(useCallback(logOut, []));
  return (
    <nav class="account-nav" aria-label="Your account">
      <ul>
        {tabs.map(({ name, title }) => (
          <li key={name}>
            <a href={`/account?tab=${name}`} aria-current={name === shown ? "page" : undefined}>
              {title}
            </a>
          </li>
        ))}
        <li>
          <Button tone="quiet" size="small" onClick={run} busy={isBusy}>
            Log out
          </Button>
        </li>
      </ul>
      {error !== undefined && <ProblemNotice error={error} />}
    </nav>
  );
}

async function logOut(): Promise<void> {
  await dataOf(client.DELETE("/api/v1/auth/session"));
  leaveAccount();
}
