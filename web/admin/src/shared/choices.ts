import { inWords } from "./format.ts";

/** Codes of the API as a SelectInput offers them. */
export function choicesOf(codes: readonly string[]): { id: string; name: string }[] {
  return codes.map((id) => ({ id, name: inWords(id) }));
}
