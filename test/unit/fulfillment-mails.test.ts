import { describe, expect, it } from "vitest";
import type { Fulfillment } from "../../src/modules/fulfillment/index.ts";
import { deliveredMail, shippedMail } from "../../src/modules/notifications/fulfillment-mails.ts";
import type { Order } from "../../src/modules/orders/index.ts";

const SHOP = { name: "Shop", url: "https://shop.example", accountUrl: "https://shop.example/account" };

// The mails read these members only.
const order = {
  number: "7K3FQ-9M2TX",
  email: "ada@example.com",
  line_items: [{ quantity: 3 }],
} as unknown as Order;

function parcel(quantity: number, more: Partial<Fulfillment> = {}): Fulfillment {
  const line = {
    id: "l",
    variant_id: "v",
    sku: "MUG",
    name: "Mug <b>",
    options: { Colour: "Red" },
    quantity,
  };
  return { line_items: [line], ...more } as unknown as Fulfillment;
}

describe("mails about parcels", () => {
  it("say that all is on its way, with carrier, number and a link to follow it", async () => {
    const tracking = {
      carrier: "UPS",
      tracking_number: "1Z<9",
      tracking_url: "https://ups.example/?a=1&b=2",
    };
    const mail = await shippedMail(order, parcel(3, tracking), SHOP);
    expect(mail).toMatchObject({ to: "ada@example.com", subject: "Your order 7K3FQ-9M2TX is on its way" });
    for (const text of [
      "with UPS",
      "3 x Mug <b>, Red",
      "Tracking number: 1Z<9",
      "https://ups.example/?a=1&b=2",
    ]) {
      expect(mail.text).toContain(text);
    }
    expect(mail.html).toContain("3 x Mug &lt;b&gt;, Red");
    expect(mail.html).toContain("1Z&lt;9");
    expect(mail.html).toContain('href="https://ups.example/?a=1&amp;b=2"');
    expect(mail.html).not.toContain("<b>");
  });

  it("say that it is a part, and leave out what is not known of it", async () => {
    const shipped = await shippedMail(order, parcel(1), SHOP);
    expect(shipped.subject).toBe("A part of your order 7K3FQ-9M2TX is on its way");
    expect(shipped.text).toContain("1 x Mug <b>, Red");
    expect(shipped.text).not.toContain("Tracking");
    const delivered = await deliveredMail(order, parcel(2), SHOP);
    expect(delivered.subject).toBe("A part of your order 7K3FQ-9M2TX has been delivered");
    expect((await deliveredMail(order, parcel(3), SHOP)).text).toContain("has been delivered.");
  });
});
