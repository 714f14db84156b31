import type { Reply } from "../../platform/http/index.ts";
import type { CacheLevel, Leveled } from "./cache-levels.ts";
import type { CachedText } from "./catalog-cache.ts";

/** Shared caches may keep catalog answers this long; after that they revalidate in the background. */
export const CACHE_HEADERS = {
  "Cache-Control": "public, max-age=15, stale-while-revalidate=60",
  Vary: "Origin",
} as const;

/** Tells which level answered, and by "-stale" that it is being refreshed. Answers that are given again before routing say "shared". */
export function timingHeader(level: CacheLevel): { "Server-Timing": string } {
  return { "Server-Timing": `catalog;desc="${level}"` };
}

/** The answer that a cached text is: the same for everybody who asks for the URL. */
export function cachedReply({ value: cached, level }: Leveled<CachedText>): Reply {
  return {
    text: cached.text,
    etag: cached.etag,
    shared: true,
    headers: { ...CACHE_HEADERS, ...cached.headers, ...timingHeader(level) },
  };
}
