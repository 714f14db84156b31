import type { Work } from "./account.work.ts";
import type { Access } from "./wire.access.ts";
import type { Call } from "./wire.call.ts";

/** What every handler gets: the request, who sent it, and the changes it makes. */
export interface Execution {
  work: Work;
  call: Call;
  access: Access;
  /** The id in the URL, or the empty string on a route without one. */
  id: string;
}
