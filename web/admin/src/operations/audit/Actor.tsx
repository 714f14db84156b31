import { useGetOne } from "react-admin";
import type { Schema } from "../../../../../client/index.ts";
import { Code } from "../../shared/Code.tsx";
import { inWords } from "../../shared/format.ts";
import type { AuditEntry } from "./entry.ts";

/** Who did it: the user's address, the key's name, the job. */
export function Actor({ actor: { kind, id } }: Pick<AuditEntry, "actor">) {
  if (id === null) return <>{inWords(kind)}</>;
  if (kind === "user") return <UserName id={id} />;
  if (kind === "api_key") return <KeyName id={id} />;
  return (
    <>
      {inWords(kind)}: <Code>{id}</Code>
    </>
  );
}

function UserName({ id }: { id: string }) {
  const { data } = useGetOne<Schema<"User">>("users", { id }, { retry: false });
  return data ? <>{data.email}</> : <Code>{id}</Code>;
}

function KeyName({ id }: { id: string }) {
  const { data } = useGetOne<Schema<"ApiKey">>("api-keys", { id }, { retry: false });
  return data ? <>API key {data.name}</> : <Code>{id}</Code>;
}
