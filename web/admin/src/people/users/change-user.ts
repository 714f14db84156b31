import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { ifMatch } from "../../api/data-provider.ts";

/** Gives the user, as it was on the screen, another role or status. */
export function changeUser(user: Schema<"User">, body: Schema<"UpdateUser">) {
  return dataOf(
    client.PATCH("/api/v1/users/{id}", {
      params: { path: { id: user.id }, header: ifMatch(user) },
      body,
    }),
  );
}
