import type Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Emulator, PAY_NOW, errorOf, methodIdOf, startEmulator } from "./emulator-harness.ts";

let emulator: Emulator;
let stripe: Stripe;

beforeAll(async () => {
  emulator = await startEmulator();
  stripe = emulator.stripe;
});
afterAll(() => emulator.stop());

/** The fields that every object of a resource carries, whatever its state. */
const FIELDS = {
  payment_intent: `id object allowed_payment_method_types amount amount_capturable amount_details amount_received
    application application_fee_amount automatic_payment_methods canceled_at cancellation_reason capture_method
    client_secret confirmation_method created currency customer customer_account description
    excluded_payment_method_types last_payment_error latest_charge livemode managed_payments metadata next_action
    on_behalf_of payment_method payment_method_configuration_details payment_method_options payment_method_types
    payment_record processing receipt_email review setup_future_usage shipping source statement_descriptor
    statement_descriptor_suffix status transfer_data transfer_group`,
  charge: `id object amount amount_captured amount_refunded application application_fee application_fee_amount
    balance_transaction billing_details calculated_statement_descriptor captured created currency customer description
    disputed failure_balance_transaction failure_code failure_message fraud_details livemode metadata on_behalf_of
    outcome paid payment_intent payment_method payment_method_details receipt_email receipt_number receipt_url refunded
    refunds review shipping source source_transfer statement_descriptor statement_descriptor_suffix status
    transfer_data transfer_group`,
  card: `amount_authorized authorization_code brand checks country electronic_commerce_indicator exp_month exp_year
    extended_authorization fingerprint funding incremental_authorization installments last4 mandate multicapture network
    network_token network_transaction_id overcapture regulated_status three_d_secure transaction_link_id wallet`,
  outcome: `advice_code network_advice_code network_decline_code network_status reason risk_level risk_score
    seller_message type`,
  payment_method: `id object allow_redisplay billing_details card created customer customer_account livemode metadata
    type`,
  refund: `id object amount balance_transaction charge created currency customer customer_account destination_details
    metadata payment_intent payment_method reason receipt_number source_transfer_reversal status transfer_reversal`,
  balance_transaction: `id object amount available_on balance_type created currency description exchange_rate fee
    fee_details net reporting_category source status type`,
  dispute: `id object amount balance_transactions charge created currency enhanced_eligibility_types evidence
    evidence_details intended_submission_method is_charge_refundable livemode metadata network_reason_code
    payment_intent payment_method_details reason status`,
  customer: `id object address balance created currency customer_account default_source delinquent description discount
    email invoice_prefix invoice_settings livemode metadata name next_invoice_sequence phone preferred_locales shipping
    tax_exempt test_clock`,
  setup_intent: `id object allowed_payment_method_types application automatic_payment_methods cancellation_reason
    client_secret created customer customer_account description excluded_payment_method_types flow_directions
    last_setup_error latest_attempt livemode managed_payments mandate metadata next_action on_behalf_of payment_method
    payment_method_configuration_details payment_method_options payment_method_types single_use_mandate status usage`,
  event: `id object api_version created data livemode pending_webhooks request type`,
};

function expectFields(object: unknown, resource: keyof typeof FIELDS): void {
  const expected = FIELDS[resource].split(/\s+/).sort();
  expect(Object.keys(object as object).sort()).toEqual(expect.arrayContaining(expected));
}

test("a payment and all that belongs to it carry every field that Stripe documents", async () => {
  const paid = await stripe.paymentIntents.create({
    ...PAY_NOW,
    payment_method: "pm_card_visa",
    expand: ["latest_charge.balance_transaction", "payment_method"],
  });
  const charge = paid.latest_charge as Stripe.Charge;
  expectFields(paid, "payment_intent");
  expectFields(paid.payment_method, "payment_method");
  expectFields(charge, "charge");
  expectFields(charge.outcome, "outcome");
  expectFields(charge.payment_method_details?.card, "card");
  expectFields(charge.balance_transaction, "balance_transaction");
  expectFields(await stripe.refunds.create({ payment_intent: paid.id }), "refund");
  for (const event of (await stripe.events.list()).data) expectFields(event, "event");
});

test("a payment that is open, declined, held or cancelled carries the same fields", async () => {
  const open = await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
  const held = await stripe.paymentIntents.create({
    ...PAY_NOW,
    payment_method: "pm_card_visa",
    capture_method: "manual",
  });
  const declined = await errorOf(
    stripe.paymentIntents.create({ ...PAY_NOW, payment_method: "pm_card_chargeDeclined" }),
  );
  const canceled = await stripe.paymentIntents.cancel(held.id);
  for (const intent of [open, held, declined.payment_intent, canceled])
    expectFields(intent, "payment_intent");
  for (const charge of (await stripe.charges.list({ limit: 2 })).data) {
    expectFields(charge, "charge");
    expectFields(charge.payment_method_details?.card, "card");
  }
  for (const refund of (await stripe.refunds.list()).data) expectFields(refund, "refund");
});

test("a customer, what they saved and what they disputed carry every field as well", async () => {
  const customer = await stripe.customers.create();
  expectFields(customer, "customer");
  const made = await stripe.setupIntents.create({
    customer: customer.id,
    payment_method: "pm_card_createDispute",
  });
  expectFields(made, "setup_intent");
  const saved = await stripe.setupIntents.confirm(made.id, { return_url: "https://shop.test/cards" });
  expectFields(saved, "setup_intent");
  const payment_method = methodIdOf(saved);
  await stripe.paymentIntents.create({ ...PAY_NOW, customer: customer.id, payment_method });
  for (const dispute of (await stripe.disputes.list()).data) {
    expectFields(dispute, "dispute");
    for (const transaction of dispute.balance_transactions) expectFields(transaction, "balance_transaction");
  }
});

test("the pinned API version is the SDK's own", async () => {
  await stripe.paymentIntents.create({ amount: 500, currency: "usd" });
  const [event] = (await stripe.events.list({ limit: 1 })).data;
  expect(event?.api_version).toBe(stripe.getApiField("version"));
});
