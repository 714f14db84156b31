import { dataOf } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useRead } from "../../shared/use-read.ts";

/** Whether mails can be looked at here: a shop in development has a mailbox, and the payment emulator with it. */
export function useHasMailbox(): boolean {
  const { data } = useRead(["shop", "development"], (signal) =>
    dataOf(client.GET("/api/v1/shop", { signal })),
  );
  return data?.payments.test_payment_methods !== undefined;
}
