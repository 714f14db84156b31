import { describe, expect, it } from "vitest";
import { makeUser } from "../support/accounts.ts";
import { api } from "../support/api.ts";
import { makeVariant, NEW_YORK } from "../support/shop.ts";
import { Shopper } from "../support/shopper.ts";

const HARMFUL = [
  ["NUL", "a\u0000b"],
  ["a line feed", "a\nb"],
  ["an escape", "a\u001bb"],
  ["a C1 control", "a\u0085b"],
  ["a mark that turns the direction of writing", "a\u202eb"],
  ["an isolating mark", "a\u2066b"],
] as const;

describe("a text that people type", () => {
  it.each(HARMFUL)("with %s is refused in every field of an address", async (_, text) => {
    const guest = new Shopper();
    await guest.add(await makeVariant());
    const { headers } = await makeUser();
    for (const field of ["first_name", "last_name", "company", "line1", "line2", "city", "region", "phone"]) {
      const body = { ...NEW_YORK, [field]: text };
      const refused = { status: 422, body: { errors: [{ pointer: `#/${field}` }] } };
      expect(await guest.call("PUT", "/shipping-address", body), field).toMatchObject(refused);
      expect(await api("POST", "/api/v1/customers/me/addresses", { body, headers })).toMatchObject(refused);
    }
    expect(await guest.cart()).not.toHaveProperty("shipping_address");
  });

  it.each(HARMFUL)("with %s is refused in names and telephone numbers", async (_, text) => {
    const { headers } = await makeUser({ firstName: "Ada" });
    for (const field of ["first_name", "last_name", "phone"]) {
      expect(await api("PATCH", "/api/v1/customers/me", { body: { [field]: text }, headers })).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: `#/${field}` }] },
      });
    }
    expect((await api("GET", "/api/v1/customers/me", { headers })).body).toMatchObject({ first_name: "Ada" });
  });

  it("may be written in any script, and from right to left", async () => {
    const { headers } = await makeUser();
    const body = {
      ...NEW_YORK,
      first_name: "עדה",
      last_name: "لوفليس",
      line1: "東京都千代田区1-1",
      city: "Zoë’s-Ville",
    };
    const added = await api("POST", "/api/v1/customers/me/addresses", { body, headers });
    expect(added).toMatchObject({ status: 201, body });
  });
});
