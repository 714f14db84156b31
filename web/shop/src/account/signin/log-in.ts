import { cartToken, client, dataOf, type Schema } from "../../api.ts";
import { sessionOpened } from "../../session-state.ts";

/** Opens a session for this browser. The guest's cart goes with the request and is the customer's from then on. */
export async function logIn(body: Schema<"LogIn">): Promise<void> {
  const opened = await dataOf(client.POST("/api/v1/auth/session", { body }));
  cartToken.forget();
  sessionOpened(opened);
}
