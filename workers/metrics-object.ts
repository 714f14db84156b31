import { DurableObject } from "cloudflare:workers";

/** Sums up what the isolates have counted. */
export class MetricsObject extends DurableObject<Env> {}
