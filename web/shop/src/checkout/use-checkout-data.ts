import { useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../api.ts";
import { type Cart, cart, loadCart } from "../cart-state.ts";
import { currentSession, session, sessionKnown } from "../session-state.ts";
import { readShopFacts, shopFacts } from "../shop-facts.ts";

type SavedAddress = Schema<"CustomerAddress">;

/** What the checkout starts from: the cart as the catalog has it now, and what the shop knows of the customer. */
export function useCheckoutData() {
  const [error, setError] = useState<unknown>();
  const [addresses, setAddresses] = useState<SavedAddress[]>();
  const [isFresh, setFresh] = useState(false);
  const user = session.value?.user.id;
  const isKnown = sessionKnown.value;
  useEffect(() => {
    if (!isKnown) {
      currentSession().catch(setError);
      return;
    }
    readShopFacts().catch(setError);
    readAddresses(user)
      .then(setAddresses)
      .then(() => loadCart({ refresh: true }))
      .then(() => setFresh(true))
      .catch(setError);
  }, [isKnown, user]);
  const known: Cart | undefined = isFresh ? cart.value : undefined;
  const mustLogIn = user === undefined && shopFacts.value?.guest_checkout === false;
  return { cart: known, addresses: addresses ?? [], mustLogIn, error };
}

async function readAddresses(user: string | undefined): Promise<SavedAddress[]> {
  if (user === undefined) return [];
  const params = { query: { limit: 100 } };
  return (await dataOf(client.GET("/api/v1/customers/me/addresses", { params }))).data;
}
