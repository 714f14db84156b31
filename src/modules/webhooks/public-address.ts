import ipaddr from "ipaddr.js";

/** Where TLS is served. Anything else is more likely to be somebody's mail server or database. */
const PORTS = ["", "443", "8443"];
/** Names that never belong to a public host: RFC 6761, 6762, 7686 and 8375, ICANN's .internal, and what routers give out. */
const NOT_PUBLIC =
  /(^|\.)(localhost|local|internal|invalid|onion|localdomain|home\.arpa|lan|home|corp|intranet|private)$/;
/** What is allocated of IPv6 as global unicast. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");
const MAX_URL = 2_048;

export interface UrlRules {
  /** Hosts (with their ports) that need not be public. */
  allowedHosts: readonly string[];
  /** The name of this API's host. */
  ownHost: string;
}

/** Why webhooks must not be sent to a URL, as far as the URL itself tells; undefined when nothing speaks against it. */
export function urlProblem(text: string, { allowedHosts, ownHost }: UrlRules): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || text.length > MAX_URL) return "must be a URL";
  if (url.username !== "" || url.password !== "") return "must not contain credentials";
  if (url.hash !== "") return "must not have a fragment";
  if (allowedHosts.includes(url.host) && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== "https:") return "must use https";
  if (!PORTS.includes(url.port)) return "must use port 443 or 8443";
  const name = url.hostname.replace(/\.+$/, "");
  if (name === ownHost) return "must not be this API";
  const address = addressOf(url.hostname);
  if (address !== undefined) return isPublicAddress(address) ? undefined : "must be a public address";
  return !name.includes(".") || NOT_PUBLIC.test(name) ? "must be a public host" : undefined;
}

/** The IP address that a URL's host is, written as usual; undefined when it is a name. The URL parser knows every notation of IPv4. */
export function addressOf(hostname: string): string | undefined {
  const text = hostname.replace(/^\[|\]$/g, "");
  return ipaddr.isValid(text) ? text : undefined;
}

/**
 * Whether an address is of the public Internet. Those that stand for an IPv4 address (mapped, 6to4, NAT64, Teredo) are not: what they
 * lead to is decided by somebody else.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (address.range() !== "unicast") return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}
