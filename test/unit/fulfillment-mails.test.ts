import { describe, expect, it } from "vitest";
import { sampleOf, writtenMail } from "../support/written-mails.ts";

const ITEM = { name: "Mug <b>", options: { Colour: "Red" }, quantity: 3 };

describe("mails about parcels", () => {
  it("say that all is on its way, with carrier, number and a link to follow it", async () => {
    const data = sampleOf("fulfillment-shipped", {
      items: [ITEM],
      tracking_number: "1Z<9",
      tracking_url: "https://ups.example/?a=1&b=2",
    });
    const mail = await writtenMail("fulfillment-shipped", data);
    expect(mail.subject).toBe("Your order 7K3FQ-9M2TX is on its way");
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
    const part = sampleOf("fulfillment-shipped", { items: [{ ...ITEM, quantity: 1 }] }, 1);
    const shipped = await writtenMail("fulfillment-shipped", part);
    expect(shipped.subject).toBe("A part of your order 7K3FQ-9M2TX is on its way");
    expect(shipped.text).toContain("1 x Mug <b>, Red");
    expect(shipped.text).not.toContain("Tracking");
    const delivered = await writtenMail("fulfillment-delivered", part);
    expect(delivered.subject).toBe("A part of your order 7K3FQ-9M2TX has been delivered");
    const all = await writtenMail("fulfillment-delivered", sampleOf("fulfillment-delivered"));
    expect(all.text).toContain("has been delivered.");
  });
});
