/** How long a new key lives, in days; `never`: until it is revoked. */
export type Lifetime = "30" | "90" | "365" | "never";

export const LIFETIMES: readonly { id: Lifetime; name: string }[] = [
  { id: "30", name: "30 days" },
  { id: "90", name: "90 days" },
  { id: "365", name: "1 year" },
  { id: "never", name: "Until it is revoked" },
];

const DAY = 86_400_000;

/** When a key that is made now expires. */
export function expiryOf(lifetime: Lifetime, now = Date.now()): { expires_at?: string } {
  return lifetime === "never" ? {} : { expires_at: new Date(now + Number(lifetime) * DAY).toISOString() };
}
