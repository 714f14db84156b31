import { formatTime } from "./format.ts";

/** A moment, short, in the browser's zone; a dash for none. */
export function Time({ at }: { at: string | null | undefined }) {
  if (!at) return <span>–</span>;
  return (
    <time dateTime={at} title={at} style={{ whiteSpace: "nowrap" }}>
      {formatTime(at)}
    </time>
  );
}
