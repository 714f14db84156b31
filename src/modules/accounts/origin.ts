import { sha256Hex } from "../../platform/crypto.ts";
import { callerAddress } from "../../platform/throttle.ts";

/** Where a login comes from. */
export interface Origin {
  /** For throttles only; it is never stored in clear. */
  address: string;
  userAgent: string;
  country: string | null;
}

export function originOf(request: { header(name: string): string | undefined }): Origin {
  return {
    address: callerAddress((name) => request.header(name)),
    userAgent: (request.header("User-Agent") ?? "").slice(0, 300),
    country: /^[A-Z]{2}$/.exec(request.header("CF-IPCountry") ?? "")?.[0] ?? null,
  };
}

/** What makes a device familiar: the same browser in the same country. */
export function deviceHash(userId: string, { userAgent, country }: Origin): Promise<string> {
  return sha256Hex(`${userId}\n${country ?? ""}\n${userAgent}`);
}
