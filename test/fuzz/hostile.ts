import type { Random } from "../support/random.ts";

/** Text that breaks what was not made for it. */
export const STRINGS: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udc00\ud800",
  "\u202egpj.exe",
  "\u200b\u200d\ufeff",
  "👩‍👩‍👧‍👦🏳️‍🌈",
  "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
  "ﷺ",
  "İıſß",
  "x".repeat(10_000),
  "é".repeat(70_000),
  "NaN",
  "Infinity",
  "-0",
  "1e308",
  "0x10",
  "1,000",
  "null",
  "undefined",
  "true",
  "[object Object]",
  "__proto__",
  "constructor",
  "' OR 1=1 --",
  '"; DROP TABLE orders; --',
  "%",
  "%_%",
  "*",
  '"',
  'a" OR "b',
  "NEAR(a b)",
  "a AND",
  "({[<",
  "../../../etc/passwd",
  "..%2f..%2f",
  "<script>alert(1)</script>",
  "{{7*7}}${7*7}",
  "=cmd|' /C calc'!A0",
  "http://127.0.0.1:1/",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "\r\nSet-Cookie: a=b",
  "2026-02-30",
  "2026-13-45T99:99:99Z",
  "9999-12-31T23:59:59.999Z",
  "-000001-01-01T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "0000-00-00",
  "00000000-0000-0000-0000-000000000000",
  "01900000-0000-7000-8000-00000000dead",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "me",
  "US",
  "XXX",
  "eyJhIjoxfQ",
  "e30",
  "W10",
];

export const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  0.1,
  1.5,
  1e21,
  1e308,
  -1e308,
  5e-324,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  999_999_999_999,
];

const OTHERS: readonly unknown[] = [null, true, false, [], {}, [[]], [null], { a: { b: [] } }, { $gt: "" }];

/** A value of any type that is likely to be wrong. */
export function hostileValue(random: Random): unknown {
  const kind = random.int(0, 9);
  if (kind < 5) return random.pick(STRINGS);
  if (kind < 8) return random.pick(NUMBERS);
  if (kind < 9) return OTHERS[random.int(0, OTHERS.length - 1)];
  return Array.from({ length: random.pick([101, 1_001, 5_000]) }, (_, index) => index);
}

/** Bodies that are no JSON, or JSON in a way that hardly anybody expects. */
export function rawBodies(valid: string): readonly string[] {
  return [
    "",
    "{",
    "nul",
    "{}{}",
    "[]",
    "null",
    '"text"',
    "0",
    `\ufeff${valid}`,
    `${valid}\u0000`,
    valid.slice(0, Math.max(1, valid.length >> 1)),
    valid.replace("{", '{"__proto__":{"role":"superuser"},'),
    valid.replace("{", '{"id":1,"id":2,'),
    `${"[".repeat(6_000)}${"]".repeat(6_000)}`,
    `${'{"a":'.repeat(4_000)}1${"}".repeat(4_000)}`,
    valid.replace("{", `{"a":${"[".repeat(3_000)}${"]".repeat(3_000)},`),
    valid.replace(/"[^"]*"(?=[,}])/, '"\\ud800"'),
    valid.replace(/:(\d+)/, ":1e400"),
    valid.replace(/:(\d+)/, ":-0"),
    valid.replace(/:(\d+)/, `:1${"0".repeat(400)}`),
    `[${"0,".repeat(200_000)}0]`,
    "a=1&b[c]=2&b[c]=3",
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nHandle\r\n--x--\r\n',
    'Handle,Title\n"open,quote\n',
    "\u0000\u0001\u0002",
  ];
}
