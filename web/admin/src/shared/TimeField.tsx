import { type FieldProps, useFieldValue } from "react-admin";
import { formatTime } from "./format.ts";

/** When something happened. */
export function TimeField(props: FieldProps) {
  const time = useFieldValue(props) as string | null | undefined;
  return time ? (
    <time dateTime={time} title={time} style={{ whiteSpace: "nowrap" }}>
      {formatTime(time)}
    </time>
  ) : (
    <span>–</span>
  );
}
