import type { ComponentChildren } from "preact";
import { messageOf, requestIdOf } from "../api.ts";

/** Something to be told, with what to do about it. Errors are announced at once, all else when there is a pause. */
export function Notice({
  tone = "info",
  title,
  children,
}: {
  tone?: "info" | "success" | "warning" | "error";
  title?: ComponentChildren;
  children?: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${tone}`} role={tone === "error" ? "alert" : "status"}>
      {title !== undefined && <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** What went wrong, in words, with the request's id; `children` for the way out. */
export function ProblemNotice({ error, children }: { error: unknown; children?: ComponentChildren }) {
  const id = requestIdOf(error);
  return (
    <Notice tone="error">
      <p>{messageOf(error)}</p>
      {id !== undefined && <p class="notice-request">Request {id}</p>}
      {children}
    </Notice>
  );
}
