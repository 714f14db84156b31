import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { randomToken } from "../../src/platform/crypto.ts";
import { createLogger, describeError, maskText } from "../../src/platform/log.ts";

let lines: string[] = [];

beforeEach(() => {
  lines = [];
  for (const method of ["log", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((line: unknown) => {
      lines.push(String(line));
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});

const logger = createLogger("debug", { request_id: "r-1" });

/** What one call writes. */
function written(message: string, fields?: Record<string, unknown>): string {
  lines = [];
  logger.info(message, fields);
  expect(lines).toHaveLength(1);
  return lines[0] ?? "";
}

describe("the log", () => {
  it("writes one JSON line a call with level, message, base and fields", () => {
    logger.warn("stock is low\nvery", { sku: "MUG", left: 2 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
    expect(JSON.parse(lines[0] ?? "")).toEqual({
      level: "warn",
      message: "stock is low\nvery",
      request_id: "r-1",
      sku: "MUG",
      left: 2,
    });
  });

  it("drops what is below its level", () => {
    const quiet = createLogger("warn", {});
    quiet.debug("a");
    quiet.info("b");
    quiet.warn("c");
    quiet.error("d");
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(["c", "d"]);
  });

  it("never shows an e-mail address, wherever it stands", () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom("<", " ", '"', "to:", "(", "["), (email, before) => {
        const line = written(`mail ${before}${email}> bounced`, {
          note: `for ${email}`,
          deep: { list: [{ text: `${email}, again` }] },
        });
        const [local = "", domain = ""] = email.split("@");
        expect(line).not.toContain(`@${domain}`);
        // A shorter one may be a word of the line itself, or look like the mask.
        if (local.length > 7) expect(line).not.toContain(JSON.stringify(local).slice(1, -1));
      }),
    );
  });

  it.each(["o'brien@example.com", "zoë@example.com", "ada@exämple.de", "ada%40example.com"])(
    "never shows the address %s",
    (email) => {
      const line = written(`GET /x?email=${email}&y=1`);
      expect(line).not.toMatch(/brien|zo|ada|ex.mple/);
    },
  );

  it("never shows any part of an API key, whatever its random characters are", () => {
    for (let run = 0; run < 300; run += 1) {
      const key = `ek_${randomToken(32)}`;
      const line = written(`refused Bearer ${key}.`, { url: `/x?k=${key}` });
      for (let start = 0; start + 8 <= key.length; start += 4) {
        expect(line).not.toContain(key.slice(start, start + 8));
      }
    }
  });

  it.each([
    "sk_test_emulator_0123456789abcdef",
    "pk_live_0123456789abcdef",
    "whsec_0123456789abcdef0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMSIsImF1ZCI6ImNhcnQifQ.c2lnbmF0dXJl-_x",
    "pi_3PabcDEF_secret_Zz0123456789",
  ])("never shows the secret %s inside a text", (secret) => {
    const line = written(`failed with ${secret}`, { url: `https://shop.test/?x=${secret}&y=1` });
    expect(line).not.toContain(secret);
    expect(line).not.toContain(secret.slice(-8));
    expect(line).toContain("failed with");
  });

  it("never shows a token's claims, whatever stands before it", () => {
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMSIsImF1ZCI6ImNhcnQifQ.c2lnbmF0dXJl-_x";
    for (const before of ["", "order.", "shop.example.", "a.b.c."]) {
      const masked = maskText(`refused ${before}${token}`);
      expect(masked).not.toContain("eyJzdWIi");
      expect(masked).not.toContain("c2lnbmF0dXJl");
    }
  });

  const secrets = [
    ...["authorization", "Authorization", "cookie", "X-Cart-Token", "x-order-token", "access_token"],
    ...["accessToken", "refresh_token", "client_secret", "clientSecret", "password", "token", "secret"],
    ...["api_key", "apiKey"],
  ];
  it.each(secrets)("never shows the value of %s", (name) => {
    for (const value of ["hunter2-hunter2", 12345678, { nested: "hunter2-hunter2" }, ["hunter2-hunter2"]]) {
      const line = written("x", { [name]: value, inner: { [name]: value } });
      expect(line).not.toMatch(/hunter2|12345678/);
    }
  });

  const personal = [
    ...["email", "recipient", "phone", "first_name", "firstName", "last_name", "lastName", "line1", "line2"],
    ...["postal_code", "postalCode", "shipping_address", "shippingAddress", "billing_address"],
    ...["billingAddress", "address"],
  ];
  it.each(personal)("never shows the value of %s", (name) => {
    const line = written("x", { order: { [name]: "Ada Lovelace, 1 Analytical Way" } });
    expect(line).not.toMatch(/Ada|Analytical/);
  });

  it("never shows a name or address of a whole cart or order", () => {
    const address = {
      first_name: "Ada",
      last_name: "Lovelace",
      line1: "1 Analytical Way",
      city: "Marylebone",
      postal_code: "10001",
      phone: "+44 20 7946 0000",
    };
    const line = written("cart", {
      state: { shippingAddress: address, billing_address: address, customers: [address] },
    });
    expect(line).not.toMatch(/Ada|Lovelace|Analytical|10001|7946/);
  });

  it("keeps what is needed to find a fault: ids, SKUs, codes, paths", () => {
    const fields = {
      order_id: "01900000-0000-7000-8000-000000000301",
      intent: "pi_3PabcDEF",
      sku: "MUG-STONE-350-BLU",
      code: "inventory.out_of_stock",
      path: "/api/v1/orders/1/payments",
      absent: null,
    };
    expect(JSON.parse(written("kept", fields))).toMatchObject(fields);
  });
});

describe("masking a text", () => {
  const hostile = ["eyJa-", "-eyJa", "eyJ.", ".eyJ-", "pi_", "pi_a-", "a@", "@a.", "a%40", "sk_"];
  it.each(hostile)("of a great many %s costs little more than reading it", (part) => {
    const text = part.repeat(20_000);
    const started = performance.now();
    maskText(text);
    // Read from each beginning to its end it would take a hundred times as long.
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("describing an error", () => {
  it("tells name, message, stack and cause, masked when logged", () => {
    const error = new TypeError("no mail to ada@example.com", { cause: new Error("key sk_test_0123456789") });
    expect(describeError(error)).toMatchObject({ error_name: "TypeError", cause: "key sk_test_0123456789" });
    const line = written("failed", describeError(error));
    expect(line).toContain("TypeError");
    expect(line).not.toMatch(/ada@example|0123456789/);
  });

  it("takes anything that was thrown", () => {
    expect(describeError("plain")).toEqual({ error: "plain" });
    expect(maskText("nothing to hide")).toBe("nothing to hide");
  });
});
