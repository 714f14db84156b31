import { useEffect, useState } from "preact/hooks";
import { client, dataOf, type Schema } from "../../api.ts";
import { session } from "../../session-state.ts";

type SavedMethod = Schema<"SavedPaymentMethod">;

/** The customer's saved payment methods; none for guests, and when Stripe cannot be asked: another one pays as well. */
export function useSavedMethods(): SavedMethod[] {
  const [methods, setMethods] = useState<SavedMethod[]>([]);
  const user = session.value?.user.id;
  useEffect(() => {
    if (user === undefined) return undefined;
    let isShown = true;
    dataOf(client.GET("/api/v1/customers/me/payment-methods"))
      .then(({ data }) => isShown && setMethods(data))
      .catch(() => undefined);
    return () => (isShown = false);
  }, [user]);
  return methods;
}
