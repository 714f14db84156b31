import { Alert, Link } from "@mui/material";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router-dom";
import { Code } from "../../shared/Code.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { listLink } from "../../shared/list-link.ts";
import { RecordPage } from "../../shared/RecordPage.tsx";
import { Section } from "../../shared/Section.tsx";
import { Time } from "../../shared/Time.tsx";
import { Actor } from "./Actor.tsx";
import { Changes } from "./Changes.tsx";
import type { AuditEntry } from "./entry.ts";

/** An entry of the audit log: who did what, and what changed by it. */
export default function AuditPage() {
  return (
    <RecordPage<AuditEntry>
      list={{ to: "/audit", label: "Audit log" }}
      title={({ seq, action }) => `${action} (no. ${seq})`}
    >
      {(entry) => (
        <>
          <Section title="Entry">
            <Facts
              items={[
                ["At", <Time key="at" at={entry.at} />],
                ["Who", <Actor key="actor" actor={entry.actor} />],
                [
                  "With",
                  entry.credential &&
                    `${entry.credential.kind === "session" ? "Login" : "API key"} ${entry.credential.id}`,
                ],
                [
                  "What",
                  <Narrowed key="entity" filter={{ entity: entry.entity, entity_id: entry.entity_id }}>
                    {entry.entity} {entry.entity_id}
                  </Narrowed>,
                ],
                [
                  "Request",
                  <Narrowed key="request" filter={{ request_id: entry.request_id }}>
                    {entry.request_id}
                  </Narrowed>,
                ],
                ["In the chain", entry.sealed ? "Yes" : "Within a minute"],
              ]}
            />
          </Section>
          <Section title="What changed">
            {entry.erased_at ? (
              <Alert severity="info">
                It was erased with the person that it was about: <Time at={entry.erased_at} />.
              </Alert>
            ) : (
              <Changes entry={entry} />
            )}
          </Section>
        </>
      )}
    </RecordPage>
  );
}

function Narrowed({ filter, children }: { filter: Record<string, string>; children: ReactNode }) {
  return (
    <Link component={RouterLink} to={listLink("audit", filter)}>
      <Code>{children}</Code>
    </Link>
  );
}
