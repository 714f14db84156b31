const REQUEST_ID = /^[\w-]{8,128}$/;

/** The id of a request: the client's own X-Request-Id if it is a sane one. */
export function requestIdOf(offered: string | null | undefined): string {
  return offered != null && REQUEST_ID.test(offered) ? offered : crypto.randomUUID();
}
