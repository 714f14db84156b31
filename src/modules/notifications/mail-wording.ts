/**
 * "Hello Ada," or, for what is no plain name, "Hello,". Whoever registers a stranger's address chooses the name in the mail
 * to that stranger: a name must not be able to carry a message or a web address.
 */
export function greeting(firstName: string): string {
  const name = firstName.trim();
  return PLAIN_NAME.test(name) ? `Hello ${name},` : "Hello,";
}

/** Letters and what stands between them; a full stop only before a blank or at the end, so that nothing becomes a link. */
const PLAIN_NAME = /^(?!.*\.\S)[\p{L}\p{M}'’ .-]{1,40}$/u;

/** "14 March 2026 at 15:04 UTC". */
export function readableTime(iso: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });
  return `${format.format(new Date(iso))} UTC`;
}

/** What a User-Agent header says of the device, in words of ours: "Firefox on Linux". The header itself is the caller's text. */
export function deviceName(userAgent: string): string {
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => userAgent.includes(mark))?.[1];
  if (browser !== undefined) return system === undefined ? browser : `${browser} on ${system}`;
  const program = /^[A-Za-z][A-Za-z0-9_-]{0,29}(?=\/)/.exec(userAgent)?.[0];
  return program ?? (system === undefined ? "an unknown device" : `an app on ${system}`);
}

/** The first mark that is found decides: browsers also name those that they descend from. */
const BROWSERS = [
  [" Edg/", "Edge"],
  [" EdgA/", "Edge"],
  [" EdgiOS/", "Edge"],
  ["OPR/", "Opera"],
  ["SamsungBrowser/", "Samsung Internet"],
  ["Firefox/", "Firefox"],
  ["FxiOS/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["CriOS/", "Chrome"],
  ["Safari/", "Safari"],
] as const;

const SYSTEMS = [
  ["iPhone", "an iPhone"],
  ["iPad", "an iPad"],
  ["Android", "Android"],
  ["Windows", "Windows"],
  ["Macintosh", "a Mac"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** The English name of a country; undefined for what is none, e.g. Cloudflare's "XX" (unknown) and "T1" (Tor). */
export function countryName(code: string | null): string | undefined {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return undefined;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code);
}
