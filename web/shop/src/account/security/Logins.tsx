import { useCallback } from "preact/hooks";
import { client, dataOf, type Schema } from "../../api.ts";
import { formatTime } from "../../order/time.ts";
import { Button } from "../../ui/Button.tsx";
import { ProblemNotice } from "../../ui/Notice.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { countryName } from "../../address/use-countries.ts";
import { useAction } from "../use-action.ts";
import { useRead } from "../use-read.ts";
import { deviceWords } from "./device-words.ts";

type Login = Schema<"Session">;

/** Where the account is logged in, and ending logins that are not one's own. */
export function Logins() {
  const { value, error, again } = useRead(readLogins);
  const others = value?.filter(({ is_current: isCurrent }) => !isCurrent) ?? [];
  const endOthers = useAction(
    useCallback(async () => {
      await dataOf(client.DELETE("/api/v1/auth/sessions", { params: { query: { except_current: "true" } } }));
      await again();
    }, [again]),
  );
  return (
    <section aria-labelledby="logins" class="stack">
      <h2 id="logins">Where you are logged in</h2>
      {error !== undefined && <ProblemNotice error={error} />}
      {!value && error === undefined && <Skeleton height="8rem" />}
      <ul class="account-rows">
        {(value ?? []).map((login) => (
          <LoginRow key={login.id} login={login} onChange={again} />
        ))}
      </ul>
      {endOthers.error !== undefined && <ProblemNotice error={endOthers.error} />}
      {others.length > 1 && (
        <div>
          <Button tone="secondary" onClick={endOthers.run} busy={endOthers.isBusy}>
            End all others
          </Button>
        </div>
      )}
    </section>
  );
}

function LoginRow({ login, onChange }: { login: Login; onChange: () => Promise<void> }) {
  const { id, user_agent: agent, country, is_current: isCurrent, last_seen_at: seen } = login;
  const words = deviceWords(agent);
  const end = useAction(async () => {
    await dataOf(client.DELETE("/api/v1/auth/sessions/{id}", { params: { path: { id } } }));
    await onChange();
  });
  const place = country === undefined ? "" : `, ${countryName(country)}`;
  return (
    <li>
      <div>
        <p>
          {words}
          {place}
        </p>
        <p class="muted">{isCurrent ? "This browser" : `Last seen ${formatTime(seen)}`}</p>
        {end.error !== undefined && <ProblemNotice error={end.error} />}
      </div>
      {!isCurrent && (
        <Button
          tone="quiet"
          size="small"
          onClick={end.run}
          busy={end.isBusy}
          aria-label={`End the login: ${words}`}
        >
          End
        </Button>
      )}
    </li>
  );
}

async function readLogins(): Promise<Login[]> {
  return (await dataOf(client.GET("/api/v1/auth/sessions", { params: { query: { limit: 100 } } }))).data;
}
