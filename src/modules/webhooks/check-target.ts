import type { Ctx } from "../../platform/ctx.ts";
import { addressOf, isPublicAddress, urlProblem } from "./public-address.ts";

const RESOLVER = "https://cloudflare-dns.com/dns-query";
const TIMEOUT_MS = 3_000;
const TYPES = { A: 1, AAAA: 28 } as const;

interface DnsAnswer {
  Status: number;
  Answer?: { type: number; data: string }[];
}

/**
 * Why nothing may be sent to this URL now; undefined when it may. Its name is looked up, and every address that it has must be public.
 * Between this and the call the name may change: a Worker cannot pin the address, but neither does it reach private networks.
 */
export async function targetProblem(ctx: Ctx, target: string): Promise<string | undefined> {
  const allowedHosts = ctx.config.WEBHOOK_ALLOWED_HOSTS;
  const problem = urlProblem(target, { allowedHosts, ownHost: new URL(ctx.config.PUBLIC_URL).hostname });
  const { host, hostname } = new URL(URL.canParse(target) ? target : "https://invalid");
  if (problem !== undefined || allowedHosts.includes(host) || addressOf(hostname) !== undefined)
    return problem;
  try {
    const found = await Promise.all([lookUp(hostname, "A"), lookUp(hostname, "AAAA")]);
    const addresses = found.flat();
    if (addresses.length === 0) return "must be a host that can be found";
    return addresses.every(isPublicAddress) ? undefined : "must not lead to an address that is not public";
  } catch {
    return "must be a host that can be looked up";
  }
}

async function lookUp(name: string, type: keyof typeof TYPES): Promise<string[]> {
  const response = await fetch(`${RESOLVER}?name=${encodeURIComponent(name)}&type=${type}`, {
    headers: { Accept: "application/dns-json" },
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the resolver answered ${response.status}`);
  const { Status, Answer = [] } = await response.json<DnsAnswer>();
  // 3 is NXDOMAIN: there is no such name, which is an answer.
  if (Status !== 0 && Status !== 3) throw new Error(`the resolver failed with ${Status}`);
  return Answer.filter((record) => record.type === TYPES[type]).map((record) => record.data);
}
