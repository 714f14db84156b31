import { describe, expect, it } from "vitest";
import { KnownSecrets, leaksIn } from "../support/leaks.ts";

describe("looking for leaks", () => {
  it.each([
    "mail to ada@example.com bounced",
    "GET /x?email=ada%40example.com",
    "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMSJ9.c2ln",
    "key ek_ioDazIyd5uGrIUKOEMOsq6J2WdXXC",
    "key sk_test_0123456789abcdef0",
    "secret whsec_0123456789abcdef0",
    "client pi_3Pabc_secret_Zz01",
    "Authorization: Bearer abcdefghijk",
    "hash scrypt$14$8$5$AbCdEfGhIjKlMnOpQr",
    "card 4242 4242 4242 4242",
    "card 4242424242424242,",
    "refresh hVb3kq0XqYwT1mZs9uR4cE7nJ2pL5aGd8fKxW6tBvNoM",
  ])("finds it in: %s", (text) => {
    expect(leaksIn(`{"level":"info","message":${JSON.stringify(text)}}`)).not.toEqual([]);
  });

  it.each([
    "order 01a20735-c6f7-7398-b61a-3719ad20e812 of 2026-11-23T07:10:35.634Z",
    "***@*** was told by ***",
    "intent pi_3PabcDEF, attempt 4242424242424241",
    "at verifyAccessToken (file:///srv/src/modules/identity/access-token.ts:53:9)",
    "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  ])("finds nothing in: %s", (text) => {
    expect(leaksIn(text)).toEqual([]);
  });

  it("finds what messages held, as a word of its own, however JSON writes it", () => {
    const known = new KnownSecrets();
    known.addBody({
      password: 'purple "stapler" 1',
      user: { first_name: "Ada Mary", phone: "+44 20 7946 0000" },
      city: "Rome",
    });
    known.addHeaders(new Headers({ Cookie: "__Host-session=0123456789abcdef0123456789; theme=dark" }));
    const found = (text: string) => leaksIn(text, known).length;
    expect(found(JSON.stringify({ message: 'tried purple "stapler" 1' }))).toBe(1);
    expect(found("Hello Ada Mary, +44 20 7946 0000")).toBe(2);
    expect(found("session 0123456789abcdef0123456789")).toBe(1);
    expect(found("Ada Maryland likes Rome in the dark")).toBe(0);
  });
});
