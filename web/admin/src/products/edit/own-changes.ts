import { createContext, useContext } from "react";
import { ApiProblem, problemFrom } from "../../../../../client/index.ts";

/** What the parts of the page that save at once (pictures, related products) share with its form. */
export interface OwnChanges {
  productId: string;
  /**
   * Sends a change of this product, after those that are under way. The form then knows the version that it made, so that what
   * somebody does here is never told to them as a conflict.
   */
  send: <Data>(request: () => Promise<Answered<Data>>) => Promise<Data>;
}

export interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

export const OwnChangesContext = createContext<OwnChanges | undefined>(undefined);

/** @throws outside the page of a product */
export function useOwnChanges(): OwnChanges {
  const changes = useContext(OwnChangesContext);
  if (!changes) throw new Error("This is no product's page.");
  return changes;
}

/**
 * The body of an answer, and the version that it names, if it does.
 * @throws ApiProblem
 */
export function versioned<Data>({ data, error, response }: Answered<Data>): { data: Data; version?: number } {
  if (!response.ok) throw new ApiProblem(problemFrom(error, response));
  const version = Number(/"(\d+)"/.exec(response.headers.get("ETag") ?? "")?.[1]);
  return { data: data as Data, ...(Number.isNaN(version) ? {} : { version }) };
}
