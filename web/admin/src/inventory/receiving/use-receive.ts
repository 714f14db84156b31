import { useRef, useState } from "react";
import { ApiProblem, dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { useAction } from "../../shared/use-action.ts";
import { type Draft, receiptOf } from "./draft.ts";

type Received = Schema<"ReceivedStock">;

/** Books a delivery, once; tells which SKUs were refused, and why. */
export function useReceive() {
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const received = useRef<Received>(undefined);
  const { isRunning, run } = useAction();
  const receive = async (draft: Draft): Promise<Received | undefined> => {
    const body = receiptOf(draft);
    setRefused(new Map());
    received.current = undefined;
    await run(
      async (key) => {
        try {
          received.current = await post(body, key);
        } catch (error) {
          setRefused(refusedSkus(error, draft));
          throw error;
        }
      },
      { input: body, done: "The delivery is booked." },
    );
    return received.current;
  };
  return { isRunning, refused, receive };
}

function post(body: Schema<"StockReceipt">, key: string): Promise<Received> {
  const params = { header: { "Idempotency-Key": key } };
  return dataOf(client.POST("/api/v1/inventory/receipts", { params, body }));
}

/** `#/items/3/sku names no variant` is what is wrong with the fourth line. */
function refusedSkus(error: unknown, { lines }: Draft): Map<string, string> {
  const errors = error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
  return new Map(
    errors.flatMap(({ pointer, message }) => {
      const line = lines[Number(/\/items\/(\d+)/.exec(pointer)?.[1])];
      return line ? [[line.sku, message] as const] : [];
    }),
  );
}
