import { Link, Stack } from "@mui/material";
import { Link as RouterLink } from "react-router-dom";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { PERMISSION_WORDS } from "../roles/roles.ts";
import { KeyActions } from "./KeyActions.tsx";

type ApiKey = Schema<"ApiKey">;

/** An API key: what it may, whose it is, how long it lives. */
export default function ApiKeyPage() {
  return (
    <RecordPage<ApiKey>
      list={{ to: "/api-keys", label: "API keys" }}
      title={({ name }) => name}
      aside={({ status }) => <StatusChip status={status} />}
      actions={(apiKey) => <KeyActions apiKey={apiKey} />}
    >
      {(apiKey) => (
        <>
          <Section title="Key">
            <Facts
              items={[
                ["Begins with", <Code key="prefix">{apiKey.prefix}…</Code>],
                [
                  "Owner",
                  apiKey.owner_id ? (
                    <To key="owner" to={`/users/${apiKey.owner_id}/show`} label="The user" />
                  ) : (
                    "Made on the command line"
                  ),
                ],
                [
                  "Asked for by",
                  apiKey.issued_by && <To to={`/api-keys/${apiKey.issued_by}/show`} label="Another key" />,
                ],
                [
                  "Replaced by",
                  apiKey.replaced_by && (
                    <To to={`/api-keys/${apiKey.replaced_by}/show`} label="The new key" />
                  ),
                ],
                ["Created", <Time key="created" at={apiKey.created_at} />],
                ["Expires", apiKey.expires_at ? <Time at={apiKey.expires_at} /> : "When it is revoked"],
                ["Last used", apiKey.last_used_at ? <Time at={apiKey.last_used_at} /> : "Never"],
                ["Revoked", apiKey.revoked_at && <Time at={apiKey.revoked_at} />],
              ]}
            />
          </Section>
          <Section title="What it may do">
            <Stack component="ul" sx={{ m: 0, pl: 2.5, gap: 0.5 }}>
              {apiKey.scopes.map((scope) => (
                <li key={scope}>
                  {PERMISSION_WORDS[scope]} (<Code>{scope}</Code>)
                </li>
              ))}
            </Stack>
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function To({ to, label }: { to: string; label: string }) {
  return (
    <Link component={RouterLink} to={to}>
      {label}
    </Link>
  );
}
