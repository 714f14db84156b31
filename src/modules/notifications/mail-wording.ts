import type { Shop } from "./mail-page.ts";
import type { Texts } from "./words/en.ts";

/**
 * "Hello Ada," or, for what is no plain name, "Hello,". Whoever registers a stranger's address chooses the name in the mail
 * to that stranger: a name must not be able to carry a message or a web address.
 */
export function greeting(firstName: string, words: Pick<Texts, "greeting">): string {
  const name = firstName.trim();
  return words.greeting(PLAIN_NAME.test(name) ? name : "");
}

/** Letters and what stands between them; a full stop only before a blank or at the end, so that nothing becomes a link. */
const PLAIN_NAME = /^(?!.*\.\S)[\p{L}\p{M}'’ .-]{1,40}$/u;

/** What a User-Agent header says of the device, in words of ours: "Firefox on Linux". The header itself is the caller's text. */
export function deviceName(userAgent: string, { device }: Pick<Texts, "device">): string {
  const browser = BROWSERS.find(([mark]) => userAgent.includes(mark))?.[1];
  const system = SYSTEMS.find((mark) => userAgent.includes(mark));
  const on = system && device.systems[system];
  if (browser !== undefined) return on === undefined ? browser : device.browser(browser, on);
  const program = /^[A-Za-z][A-Za-z0-9_-]{0,29}(?=\/)/.exec(userAgent)?.[0];
  return program ?? (on === undefined ? device.unknown : device.app(on));
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

const SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "CrOS", "Linux"] as const;

/** The way out for somebody whose account may be in other hands. */
export function newPassword(shop: Shop, words: Pick<Texts, "setPassword">) {
  return { label: words.setPassword, url: `${shop.accountUrl}/forgot-password` };
}

/** "2 x Mug, Red". */
export function itemLine(item: {
  quantity: number;
  name: string;
  options: Readonly<Record<string, string>>;
}): string {
  return `${item.quantity} x ${itemName(item)}`;
}

/** "Mug, Red". */
export function itemName(item: { name: string; options: Readonly<Record<string, string>> }): string {
  return [item.name, ...Object.values(item.options)].join(", ");
}

/** A text of several lines as people wrote it, a paragraph a line. */
export function paragraphs(text: string | undefined): string[] {
  return (text ?? "").split(/\n+/).filter((line) => line.trim() !== "");
}
