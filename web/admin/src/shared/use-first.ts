import { useState } from "react";

/** What was read first, however often it is read anew: a dialog keeps to what it was opened on. */
export function useFirst<Value>(value: Value | undefined): Value | undefined {
  const [first, setFirst] = useState(value);
  if (first === undefined && value !== undefined) setFirst(value);
  return first ?? value;
}
