import { z } from "zod";
import { defineEvent } from "../../platform/events.ts";

export const endpointDisabled = defineEvent(
  "webhook.endpoint_disabled",
  z.object({ endpoint_id: z.string(), reason: z.enum(["gone", "failing"]) }),
  "An endpoint is not called any more: it said that it is gone, or failed for days.",
);
