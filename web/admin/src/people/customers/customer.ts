import type { Schema } from "../../../../../client/index.ts";

/** Who has an account to buy with. */
export type Customer = Schema<"Customer">;
export type Address = Schema<"CustomerAddress">;

/** First and last name; the address of mails where there is none. */
export function nameOf({ first_name: first, last_name: last, email }: Customer): string {
  return `${first} ${last}`.trim() || email;
}
