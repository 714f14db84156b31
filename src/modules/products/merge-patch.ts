type Members = Record<string, unknown>;

/**
 * A JSON Merge Patch (RFC 7396) of an object: members of the patch replace those of the target, null takes them away, objects are
 * merged. An absent patch changes nothing, null empties the target.
 */
export function mergePatch(target: Members, patch: Members | null | undefined): Members {
  if (patch === undefined) return target;
  if (patch === null) return {};
  const merged = new Map(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, isMembers(value) ? mergePatch(membersOf(merged.get(name)), value) : value);
  }
  return Object.fromEntries(merged);
}

function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
