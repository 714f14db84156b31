import { fingerprint } from "../crypto.ts";
import { preconditionFailed } from "../errors.ts";

/** The strong ETag of a resource's version. */
export function etagOf(version: number | string): string {
  return `"${version}"`;
}

/** The ETag of an answer that no version tells: of what it says. */
export function contentEtag(text: string): string {
  return `"${fingerprint(text)}"`;
}

/** Whether an If-None-Match header names the tag (weak comparison, as RFC 9110 asks for it). */
export function matchesNone(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || tagsOf(header).includes(strip(etag));
}

/**
 * The version that a change is conditional on by its If-Match header; undefined when it is unconditional. Where a tag tells of version
 * and content the version counts. Whoever applies the change compares it inside the same atomic step.
 * @throws resource.precondition_failed when the header names no version at all
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  const version = /^"(\d+)(?:-[\w-]+)?"$/.exec(strip(header))?.[1];
  if (version === undefined) throw preconditionFailed("If-Match names no version of this resource.");
  return Number(version);
}

/**
 * Whether an If-Match header holds for a resource: it names the tag, which may tell more than the version, or the version alone, as
 * bodies and lists tell it. Without the header, or with *, it always does.
 */
export function isMatch(
  header: string | undefined,
  { etag, version }: { etag: string; version: number },
): boolean {
  if (header === undefined) return true;
  return ["*", etag, etagOf(version)].includes(strip(header));
}

function tagsOf(header: string): string[] {
  return header.split(",").map(strip);
}

/** Proxies that compress an answer make its tag weak: those that clients send back mean the same. */
function strip(tag: string): string {
  return tag.trim().replace(/^W\//, "");
}
