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

/** @throws resource.precondition_failed when the request's If-Match names another version than the current one */
export function requireMatch(header: string | undefined, etag: string): void {
  if (header === undefined || header.trim() === "*" || tagsOf(header).includes(strip(etag))) return;
  throw preconditionFailed("The resource has another version than If-Match names. Read it again.", {
    facts: { current_etag: etag },
    headers: { ETag: etag },
  });
}

function tagsOf(header: string): string[] {
  return header.split(",").map(strip);
}

function strip(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}
