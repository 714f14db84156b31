import { describe, expect, it } from "vitest";
import { isPublicAddress, urlProblem } from "../../src/modules/webhooks/public-address.ts";
import { pauseSeconds, retryAfterSeconds, retryDelay } from "../../src/modules/webhooks/retry-schedule.ts";

const rules = { allowedHosts: ["localhost:9099"], ownHost: "shop.example.com" };
const problem = (url: string) => urlProblem(url, rules);

describe("where webhooks may be sent", () => {
  it.each([
    "https://erp.example.com/hooks",
    "https://erp.example.com:8443/hooks?token=1",
    "https://93.184.215.14/",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
    "http://localhost:9099/hook",
    "https://localhost:9099/hook",
  ])("%s", (url) => expect(problem(url)).toBeUndefined());
});

describe("where they may not, in whatever notation it is written:", () => {
  it.each([
    ["another scheme", "http://erp.example.com/", "ftp://erp.example.com/", "javascript:alert(1)"],
    ["credentials", "https://user:pass@erp.example.com/", "https://user@erp.example.com/"],
    [
      "other ports",
      "https://erp.example.com:22/",
      "https://erp.example.com:25/",
      "https://erp.example.com:6379/",
    ],
    ["no URL", "erp.example.com", "", "https://", `https://erp.example.com/${"a".repeat(3000)}`],
    ["a fragment", "https://erp.example.com/#x"],
    [
      "this API",
      "https://shop.example.com/api/v1/orders",
      "https://SHOP.example.com./",
      "https://shop.example.com:8443/",
    ],
    [
      "loopback",
      "https://127.0.0.1/",
      "https://127.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://0177.0.0.1/",
    ],
    ["loopback in wide letters", "https://①②⑦.0.0.1/", "https://127。0。0。1/", "https://%31%32%37.0.0.1/"],
    ["IPv6 loopback", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::]/"],
    ["IPv4 in IPv6", "https://[::ffff:127.0.0.1]/", "https://[::127.0.0.1]/", "https://[::ffff:0:7f00:1]/"],
    [
      "6to4, NAT64, Teredo",
      "https://[2002:7f00:1::]/",
      "https://[64:ff9b::a00:1]/",
      "https://[64:ff9b:1::1]/",
      "https://[2001::1]/",
    ],
    [
      "private",
      "https://10.0.0.1/",
      "https://172.16.0.1/",
      "https://192.168.1.1/",
      "https://[fd00::1]/",
      "https://[fc00::1]/",
    ],
    [
      "link-local",
      "https://169.254.169.254/",
      "https://[fe80::1]/",
      "https://[fec0::1]/",
      "https://0xa9fea9fe/",
    ],
    [
      "shared and special",
      "https://100.64.0.1/",
      "https://0.0.0.0/",
      "https://0/",
      "https://192.0.2.1/",
      "https://198.18.0.1/",
    ],
    [
      "many at once",
      "https://224.0.0.1/",
      "https://255.255.255.255/",
      "https://[ff02::1]/",
      "https://240.0.0.1/",
    ],
    ["documentation and unused", "https://[2001:db8::1]/", "https://[4000::1]/", "https://[100::1]/"],
    [
      "names of no public host",
      "https://localhost/",
      "https://localhost./",
      "https://localhost../",
      "https://a.localhost/",
      "https://LOCALHOST/",
    ],
    [
      "names of private networks",
      "https://db.internal/",
      "https://nas.local/",
      "https://router.lan/",
      "https://intranet/",
    ],
    ["other ports of allowed hosts", "http://localhost:9098/", "http://localhost/"],
  ])("%s", (_what, ...urls) => {
    for (const url of urls) expect(problem(url), url).toBeDefined();
  });
});

describe("addresses that a name leads to", () => {
  it("are judged alike", () => {
    for (const address of ["1.1.1.1", "2606:4700::1111"]) expect(isPublicAddress(address)).toBe(true);
    for (const address of ["127.0.0.1", "::1", "::ffff:1.1.1.1", "2002:101:101::1", "not an address", ""]) {
      expect(isPublicAddress(address), address).toBe(false);
    }
  });
});

describe("retries", () => {
  it("come later and later over three days, with some chance in it, and end", () => {
    const delays = Array.from({ length: 10 }, (_, at) => retryDelay(at + 1, 0));
    expect(delays).toEqual([5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
    expect(retryDelay(2, 1)).toBe(330);
  });

  it("wait as long as they are asked to, up to a day, and never less than otherwise", () => {
    expect(retryDelay(1, 0, 120)).toBe(120);
    expect(retryDelay(3, 0, 1)).toBe(1800);
    expect(retryDelay(1, 0, 10 ** 9)).toBe(86_400);
  });

  it("understand Retry-After as a number and as a date", () => {
    const now = new Date("2026-01-01T00:00:00Z");
    expect(retryAfterSeconds("120", now)).toBe(120);
    expect(retryAfterSeconds("Thu, 01 Jan 2026 00:01:00 GMT", now)).toBe(60);
    for (const header of [null, "soon", "-1", "Wed, 31 Dec 2025 00:00:00 GMT"]) {
      expect(retryAfterSeconds(header, now)).toBe(0);
    }
  });

  it("leave an endpoint alone for a minute up to an hour", () => {
    expect([0, 1, 5, 6, 100].map((failures) => pauseSeconds(failures))).toEqual([60, 120, 1920, 3600, 3600]);
    expect(pauseSeconds(0, 300)).toBe(300);
  });
});
