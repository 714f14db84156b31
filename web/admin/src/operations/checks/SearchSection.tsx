import { ApiProblem, dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ActionButton } from "../../shared/ActionButton.tsx";
import { Facts } from "../../shared/Facts.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { StatusChip } from "../../shared/StatusField.tsx";
import { Time } from "../../shared/Time.tsx";
import { useAction } from "../../shared/use-action.ts";
import { useRead } from "../../shared/use-read.ts";

/** The catalog that shoppers see and search, and making it anew. */
export function SearchSection() {
  const { isRunning, run } = useAction();
  const rebuild = useRead(["search-rebuild"], readRebuild, { every: 5_000 });
  const isUnderWay = rebuild.data !== undefined && rebuild.data !== null && rebuild.data.status !== "done";
  return (
    <Section
      title="Search"
      intro="What shoppers see and search is made of the products as they change. It can be made anew from the start, without downtime."
      actions={
        <ActionButton
          label="Rebuild"
          variant="outlined"
          loading={isRunning}
          transition={isUnderWay ? { allowed: false, reason: "It is being rebuilt." } : undefined}
          onClick={() =>
            void run(() => dataOf(client.POST("/api/v1/search/rebuild")), {
              done: "The rebuild begins within a minute.",
            })
          }
        />
      }
    >
      <Loaded query={rebuild} height={120}>
        {(last) => (last === null ? <>It was never rebuilt.</> : <LastRebuild rebuild={last} />)}
      </Loaded>
    </Section>
  );
}

function LastRebuild({ rebuild }: { rebuild: Schema<"SearchRebuild"> }) {
  return (
    <Facts
      items={[
        ["Last rebuild", <StatusChip key="status" status={rebuild.status} />],
        ["Asked for", <Time key="requested" at={rebuild.requested_at} />],
        ["Finished", rebuild.finished_at && <Time at={rebuild.finished_at} />],
        ["Products rebuilt", rebuild.projected.toLocaleString()],
      ]}
    />
  );
}

async function readRebuild(signal: AbortSignal): Promise<Schema<"SearchRebuild"> | null> {
  try {
    return await dataOf(client.GET("/api/v1/search/rebuild", { signal }));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}
