import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Schema } from "../api.ts";
import { type OrderFile, readOrder, readOrderFile } from "./order-api.ts";
import { isOpen } from "./order-words.ts";

const FIRST_LOOK_MS = 1_500;
const LAST_LOOK_MS = 60_000;
/** How often a payment that the bank has just asked the shopper about is looked at, before the page takes it for not made. */
const LOOKS_AFTER_BANK = 5;

interface Held {
  id: string;
  file?: OrderFile;
  error?: unknown;
}

/**
 * An order with what happened to it. While a bank or Stripe works on it, it is looked at again, less and less often and only while
 * the page is seen.
 */
export function useOrderFile(id: string, fromBank: boolean) {
  const [held, setHeld] = useState<Held>({ id });
  const [looks, setLooks] = useState(0);
  const shown = useRef(id);
  const read = useCallback(async () => {
    try {
      const file = await readOrderFile(id);
      if (shown.current === id) setHeld({ id, file });
    } catch (error) {
      // What is on the page stays there when it cannot be read again.
      if (shown.current === id)
        setHeld((before) => (before.id === id && before.file ? before : { id, error }));
    }
  }, [id]);
  useEffect(() => {
    shown.current = id;
    void read();
  }, [id, read]);
  const file = held.id === id ? held.file : undefined;
  const isWaitingForBank = fromBank && looks < LOOKS_AFTER_BANK && file !== undefined && isAtBank(file);
  const isMoving = file !== undefined && (isWaitingForBank || isUnderWay(file));
  useEffect(() => {
    if (!isMoving) return undefined;
    const look = async () => {
      const order = await readOrder(id).catch(() => undefined);
      if (order && file && !isSame(order, file.order)) await read();
      setLooks((before) => before + 1);
    };
    return afterWhileSeen(Math.min(FIRST_LOOK_MS * 1.3 ** looks, LAST_LOOK_MS), look);
  }, [isMoving, looks, id, file, read]);
  return { file, error: held.id === id ? held.error : undefined, read, isWaitingForBank };
}

/** Whether the shop has not heard yet what the bank said. */
function isAtBank({ order }: OrderFile): boolean {
  return isOpen(order) && order.payments.some(({ status }) => status === "requires_action");
}

/** Whether something about the order is about to change without the shopper. */
function isUnderWay({ order, returns }: OrderFile): boolean {
  const refunds = returns.flatMap((each) => each.refunds);
  return (
    order.payments.some(({ status }) => status === "processing") ||
    refunds.some(({ status }) => status === "requested" || status === "pending")
  );
}

function isSame(one: Schema<"Order">, other: Schema<"Order">): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Calls once when that time is over and the page is seen. */
function afterWhileSeen(ms: number, call: () => Promise<void>): () => void {
  const ended = new AbortController();
  const timer = setTimeout(() => {
    if (!document.hidden) return void call();
    const look = () => {
      if (document.hidden) return;
      ended.abort();
      void call();
    };
    document.addEventListener("visibilitychange", look, { signal: ended.signal });
  }, ms);
  return () => {
    clearTimeout(timer);
    ended.abort();
  };
}
