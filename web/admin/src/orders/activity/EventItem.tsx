import { Box, Typography } from "@mui/material";
import type { Schema } from "../../../../../client/index.ts";
import { formatTime } from "../../shared/format.ts";
import { DeleteNoteButton } from "./DeleteNoteButton.tsx";
import { detailOf, titleOf } from "./event-text.ts";

interface Props {
  event: Schema<"OrderEvent">;
  orderId: string;
  /** Whether it is a note that was deleted since. */
  isNoteGone: boolean;
}

/** Something that happened to an order. */
export function EventItem({ event, orderId, isNoteGone }: Props) {
  const { body, note_id: noteId, visibility } = event.data;
  const detail = detailOf(event);
  const actor = event.actor.name ?? ACTORS[event.actor.kind];
  return (
    <Box sx={{ borderLeft: 2, borderColor: "divider", pl: 1.5 }}>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {titleOf(event)}
        {isNoteGone && " (deleted since)"}
      </Typography>
      {typeof body === "string" && (
        <Box sx={{ bgcolor: "action.hover", borderRadius: 1, px: 1.25, py: 0.75, my: 0.5 }}>
          <Typography variant="body2" sx={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
            {body}
          </Typography>
          {visibility === "internal" && typeof noteId === "string" && (
            <DeleteNoteButton orderId={orderId} noteId={noteId} />
          )}
        </Box>
      )}
      {detail && (
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: "anywhere" }}>
          {detail}
        </Typography>
      )}
      <Typography variant="caption" color="text.secondary">
        <time dateTime={event.at}>{formatTime(event.at)}</time> · {actor}
      </Typography>
    </Box>
  );
}

const ACTORS: Readonly<Record<Schema<"OrderEvent">["actor"]["kind"], string>> = {
  customer: "the customer",
  staff: "staff",
  api_key: "an API key",
  stripe: "Stripe",
  system: "the shop",
};
