import { DateTimeInput, type DateTimeInputProps } from "react-admin";

/** A moment in the browser's zone; the form holds it as the API takes it (RFC 3339, UTC). */
export function TimeInput(props: DateTimeInputProps) {
  return <DateTimeInput {...props} parse={toInstant} />;
}

function toInstant(text: string): string | null {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
