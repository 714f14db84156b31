import { Box, Stack } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { dataOf, everyItem, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { Loaded } from "../../shared/Loaded.tsx";
import { Section } from "../../shared/Section.tsx";
import { EventItem } from "./EventItem.tsx";
import { NoteForm } from "./NoteForm.tsx";

/** Notes, and everything that happened to an order, the latest first. */
export function Activity({ orderId, version }: { orderId: string; version: number }) {
  const query = useQuery({
    queryKey: ["orders", "events", orderId, version],
    queryFn: () => readEvents(orderId),
    placeholderData: (before) => before,
  });
  return (
    <Section title="Activity">
      <NoteForm orderId={orderId} />
      <Loaded query={query} height={320}>
        {(events) => (
          <Stack component="ol" spacing={1.5} sx={{ listStyle: "none", p: 0, m: 0, mt: 2 }}>
            {events.toReversed().map((event) => (
              <Box component="li" key={event.id}>
                <EventItem event={event} orderId={orderId} isNoteGone={isNoteGone(event, events)} />
              </Box>
            ))}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}

/** The API tells them oldest first, and staff want the latest: an order has tens, hundreds at the very most. */
async function readEvents(orderId: string): Promise<Schema<"OrderEvent">[]> {
  const pages = everyItem((cursor) => {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) };
    return dataOf(client.GET("/api/v1/orders/{id}/events", { params: { path: { id: orderId }, query } }));
  });
  const events: Schema<"OrderEvent">[] = [];
  for await (const event of pages) events.push(event);
  return events;
}

function isNoteGone(event: Schema<"OrderEvent">, events: readonly Schema<"OrderEvent">[]): boolean {
  return (
    event.type === "order.note_added" &&
    events.some(
      ({ type, data }) => type === "order.note_deleted" && data["note_id"] === event.data["note_id"],
    )
  );
}
