import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Emulator,
  PAY_NOW,
  chargeIdOf,
  errorOf,
  lastEvents,
  startEmulator,
  steer,
} from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

const pay = (params: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_visa", ...params });

async function disputeOf(payment_intent: string): Promise<Stripe.Dispute> {
  const [dispute] = (await stripe.disputes.list({ payment_intent })).data;
  if (dispute === undefined) throw new Error("the payment was not disputed");
  return dispute;
}

const balanceOf = async (id: string) =>
  (await emulator.send(`/_emulator/balance?payment_intent=${id}`, { key: null })).json;

describe("pm_card_createDispute", () => {
  test("is disputed right after it succeeded: the amount and the fee are gone", async () => {
    const paid = await pay({ payment_method: "pm_card_createDispute", expand: ["latest_charge"] });
    expect(paid).toMatchObject({ status: "succeeded", latest_charge: { disputed: true } });
    expect(await lastEvents(stripe, 5)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
    ]);
    const dispute = await disputeOf(paid.id);
    expect(dispute).toMatchObject({
      object: "dispute",
      amount: 2000,
      charge: chargeIdOf(paid),
      reason: "fraudulent",
      status: "needs_response",
      is_charge_refundable: false,
      evidence_details: { has_evidence: false, submission_count: 0 },
      payment_method_details: { type: "card", card: { brand: "visa", case_type: "chargeback" } },
      balance_transactions: [
        { type: "adjustment", reporting_category: "dispute", amount: -2000, fee: 1500, net: -3500 },
      ],
    });
    expect(dispute.balance_transactions[0]?.source).toBe(dispute.id);
    expect(await balanceOf(paid.id)).toEqual({ amount: 0, fee: 1588, net: -1588 });
  });

  test("with manual capture is disputed at the capture, over what was captured", async () => {
    const held = await pay({ payment_method: "pm_card_createDispute", capture_method: "manual" });
    expect((await stripe.disputes.list({ payment_intent: held.id })).data).toEqual([]);
    await stripe.paymentIntents.capture(held.id, { amount_to_capture: 1200 });
    expect(await disputeOf(held.id)).toMatchObject({ amount: 1200 });
    expect(await stripe.charges.retrieve(chargeIdOf(held))).toMatchObject({
      disputed: true,
      amount_refunded: 800,
    });
  });
});

describe("a dispute", () => {
  test("is opened by hand over what was not refunded, or over a given amount, one at a time", async () => {
    const paid = await pay();
    const charge = chargeIdOf(paid);
    await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
    const tooMuch = await steer(emulator, `charges/${charge}/dispute`, "amount=2001");
    expect(tooMuch).toMatchObject({ error: { param: "amount" } });
    const opened = await steer(emulator, `charges/${charge}/dispute`, "reason=product_not_received");
    expect(opened).toMatchObject({
      amount: 1500,
      reason: "product_not_received",
      network_reason_code: "13.1",
    });
    const again = await steer(emulator, `charges/${charge}/dispute`);
    expect(again).toMatchObject({ error: { type: "invalid_request_error" } });

    const partly = await pay();
    const part = await steer(emulator, `charges/${chargeIdOf(partly)}/dispute`, "amount=300");
    expect(part).toMatchObject({ amount: 300 });
    const held = await pay({ capture_method: "manual" });
    expect(await steer(emulator, `charges/${chargeIdOf(held)}/dispute`)).toHaveProperty("error");
  });

  test("forbids refunds, until it is won", async () => {
    const paid = await pay({ payment_method: "pm_card_createDispute" });
    const refund = () => stripe.refunds.create({ payment_intent: paid.id });
    expect(await errorOf(refund())).toMatchObject({ statusCode: 400, code: "charge_disputed" });
    const { id } = await disputeOf(paid.id);
    await steer(emulator, `disputes/${id}/close`, "outcome=won");
    expect(await refund()).toMatchObject({ status: "succeeded", amount: 2000 });
  });

  test("that is won brings the amount back, but not the fee", async () => {
    const paid = await pay({ payment_method: "pm_card_createDispute" });
    const { id } = await disputeOf(paid.id);
    await steer(emulator, `disputes/${id}/close`, "outcome=won");
    expect(await stripe.disputes.retrieve(id)).toMatchObject({
      status: "won",
      balance_transactions: [
        { amount: -2000 },
        { amount: 2000, fee: 0, net: 2000, reporting_category: "dispute_reversal", type: "adjustment" },
      ],
    });
    expect(await lastEvents(stripe, 2)).toEqual(["charge.dispute.funds_reinstated", "charge.dispute.closed"]);
    expect(await balanceOf(paid.id)).toEqual({ amount: 2000, fee: 1588, net: 412 });
    const again = await steer(emulator, `disputes/${id}/close`, "outcome=lost");
    expect(again).toMatchObject({ error: { message: "This dispute is already closed" } });
  });

  test("that is lost or accepted keeps the money away, and refunds forbidden", async () => {
    const [lost, accepted] = [
      await pay({ payment_method: "pm_card_createDispute" }),
      await pay({ payment_method: "pm_card_createDispute" }),
    ];
    await steer(emulator, `disputes/${(await disputeOf(lost.id)).id}/close`, "outcome=lost");
    const closed = await stripe.disputes.close((await disputeOf(accepted.id)).id);
    expect(closed.status).toBe("lost");
    for (const { id } of [lost, accepted]) {
      expect((await errorOf(stripe.refunds.create({ payment_intent: id }))).code).toBe("charge_disputed");
      expect(await balanceOf(id)).toEqual({ amount: 0, fee: 1588, net: -1588 });
    }
  });

  test("takes evidence, as a draft and for good, and the magic texts decide it", async () => {
    const paid = await pay({ payment_method: "pm_card_createDispute" });
    const { id } = await disputeOf(paid.id);
    const draft = await stripe.disputes.update(id, {
      evidence: { customer_name: "Ada" },
      metadata: { case: "7" },
      submit: false,
    });
    expect(draft).toMatchObject({
      status: "needs_response",
      evidence: { customer_name: "Ada" },
      evidence_details: { has_evidence: true, submission_count: 0 },
      metadata: { case: "7" },
    });
    expect((await lastEvents(stripe, 1))[0]).toBe("charge.dispute.updated");
    const sent = await stripe.disputes.update(id, { evidence: { receipt: "file_1" } });
    expect(sent).toMatchObject({
      status: "under_review",
      evidence: { customer_name: "Ada", receipt: "file_1" },
      evidence_details: { submission_count: 1 },
    });
    const won = await stripe.disputes.update(id, { evidence: { uncategorized_text: "winning_evidence" } });
    expect(won.status).toBe("won");
    const late = stripe.disputes.update(id, { evidence: { customer_name: "Eve" } });
    expect((await errorOf(late)).statusCode).toBe(400);
  });

  test("is found by its charge and expands to it", async () => {
    const paid = await pay({ payment_method: "pm_card_createDispute" });
    const { data } = await stripe.disputes.list({ charge: chargeIdOf(paid), expand: ["data.charge"] });
    expect(data).toHaveLength(1);
    expect(data[0]?.charge).toMatchObject({ object: "charge", disputed: true });
    expect((await errorOf(stripe.disputes.retrieve("du_none"))).code).toBe("resource_missing");
  });
});
