import { answerTo } from "../../api/client.ts";
import { saveFile } from "../../shared/save-file.ts";

/** A file holds at most 10,000 orders; the Link header of each says where the next one goes on. */
const NEXT = /<([^>]+)>;\s*rel="next"/;
const HEADERS = { Accept: "text/csv, application/problem+json" };

/** Saves all orders that a filter finds, file by file, each as soon as it is whole; answers how many files they are. */
export async function exportOrders(filter: Record<string, unknown>): Promise<number> {
  let answer = await answerTo("GET", "/api/v1/orders/export", { query: filter, headers: HEADERS });
  for (let count = 1; ; count += 1) {
    const file = await answer.blob();
    const next = NEXT.exec(answer.headers.get("Link") ?? "")?.[1];
    saveFile(file, next === undefined && count === 1 ? "orders.csv" : `orders-${count}.csv`);
    if (next === undefined) return count;
    answer = await answerTo("GET", next, { headers: HEADERS });
  }
}
