import { expectedVersion } from "../../platform/http/index.ts";

/**
 * The version that a change is conditional on by its If-Match header. Shoppers' answers have a tag of version and content: it is as
 * good as the version alone.
 * @throws resource.precondition_failed when the header names no version at all
 */
export function matchedVersion(header: string | undefined): number | undefined {
  return expectedVersion(header?.replace(/^(\s*"\d+)-[\w-]+("\s*)$/, "$1$2"));
}
