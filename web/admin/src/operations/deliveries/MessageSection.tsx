import { Alert } from "@mui/material";
import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { asJson, CodeBlock } from "../../shared/CodeBlock.tsx";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { useRead } from "../../shared/use-read.ts";

/** What a delivery sends. */
export function MessageSection({ id }: { id: string }) {
  const query = useRead(["delivery-message", id], (signal) =>
    dataOf(client.GET("/api/v1/webhooks/deliveries/{id}/message", { params: { path: { id } }, signal })),
  );
  return (
    <Section title="Body">
      <Loaded query={query} height={160}>
        {({ body }) =>
          body === null ? (
            <Alert severity="info">It is gone: the person that it told of was erased.</Alert>
          ) : (
            <CodeBlock label="Body" text={asJson(body)} />
          )
        }
      </Loaded>
    </Section>
  );
}
