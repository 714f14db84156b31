import { preconditionFailed } from "../errors.ts";

/** The strong ETag of a resource's version. */
export function etagOf(version: number | string): string {
  return `"${version}"`;
}

/** Whether an If-None-Match header names the tag (weak comparison, as RFC 9110 asks for it). */
export function matchesNone(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || tagsOf(header).includes(strip(etag));
}

/**
 * The version that a change is conditional on by its If-Match header; undefined when it is unconditional.
 * Whoever applies the change compares it inside the same atomic step.
 * @throws resource.precondition_failed when the header names no version at all
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  const version = /^\s*"(\d+)"\s*$/.exec(header)?.[1];
  if (version === undefined) throw preconditionFailed("If-Match names no version of this resource.");
  return Number(version);
}

function tagsOf(header: string): string[] {
  return header.split(",").map(strip);
}

function strip(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}
