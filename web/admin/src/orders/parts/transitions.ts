interface Transition {
  action: string;
  allowed: boolean;
  reason?: string;
}

/** Whether a step is possible now, and why not, as a sentence. What the API does not offer at all is not possible. */
export function transitionOf(
  { allowed_transitions: offered }: { allowed_transitions: readonly Transition[] },
  action: string,
): { allowed: boolean; reason?: string } {
  const found = offered.find((transition) => transition.action === action);
  if (found?.allowed) return { allowed: true };
  return { allowed: false, reason: asSentence(found?.reason ?? "not possible now") };
}

/** Possible unless there is a reason against it. */
export function unless(reason: string | false | undefined): { allowed: boolean; reason?: string } {
  return reason ? { allowed: false, reason } : { allowed: true };
}

function asSentence(text: string): string {
  const words = text.replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
