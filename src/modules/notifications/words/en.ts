import { plural } from "./formats.ts";

const counted = plural("en");

/** What mails say. Every other language has the same keys: one that is missing, or one too many, does not compile. */
export const en = {
  greeting: (name: string) => (name === "" ? "Hello," : `Hello ${name},`),
  anItem: "an item",
  setPassword: "Set a new password",
  linkWorks: (until: string) => `The link works once, until ${until}.`,
  nothingToDo: "If it was you, there is nothing to do.",
  ifNotYou:
    "If it was you, there is nothing to do. If it was not, please set a new password at once: it logs every device out.",
  mistake: (shop: string) => `If you think that this is a mistake, please tell ${shop}.`,
  payNow: "Pay now",
  seeOrder: "See your order",
  unsubscribe: "Get no more mails like this",
  order: (number: string) => `Order ${number}`,
  returnOf: (number: string) => `Return for order ${number}`,
  banks: "Banks usually show it within 5 to 10 days.",

  welcome: {
    subject: (shop: string) => `Welcome to ${shop}: please confirm your address`,
    title: (shop: string) => `Welcome to ${shop}`,
    intro: (shop: string) =>
      `Thank you for making an account at ${shop}. Please confirm that this email address is yours; the page asks for the password that you chose.`,
    ifNotYou: "If you made no account, please ignore this mail: somebody may have mistyped an address.",
  },
  verify: {
    subject: (shop: string) => `Please confirm your address at ${shop}`,
    title: "Confirm your address",
    intro: (shop: string) =>
      `Please confirm that this email address belongs to your account at ${shop}; the page asks for your password.`,
    button: "Confirm this address",
    ifNotYou: "If you did not ask for it, please ignore this mail.",
  },
  registered: {
    subject: (shop: string) => `You already have an account at ${shop}`,
    title: "You already have an account",
    intro: (shop: string) =>
      `Somebody, perhaps you, tried to register at ${shop} with this email address. It has an account already, and nothing about it has changed.`,
    ifYou:
      "If it was you, please log in as usual. If you do not know your password any more, you can set a new one.",
    ifNotYou: "If it was not you, there is nothing to do.",
  },
  invitation: {
    subject: (shop: string) => `Your account at ${shop}`,
    intro: (shop: string) => `${shop} has made an account for you. Choose a password to begin.`,
  },
  reset: {
    subject: (shop: string) => `Set a new password at ${shop}`,
    intro: (shop: string) => `You asked for a new password for your account at ${shop}. Choose one here.`,
    ifNotYou: "If you did not ask for it, please ignore this mail: your password stays as it is.",
  },
  leave: {
    subject: (shop: string) => `Your account at ${shop}: confirm the change of address`,
    title: "Confirm the change of your address",
    intro: (shop: string, email: string) =>
      `Somebody who is logged in to your account at ${shop} asked to change its email address to ${email}. If it was you, please confirm it here and with the link that we sent to the new address.`,
    button: "Confirm the change",
    without: "Without your confirmation the address stays as it is.",
    ifNotYou:
      "If it was not you, do not confirm. Somebody else may know your password: please set a new one at once.",
  },
  take: {
    subject: (shop: string) => `Confirm your new address at ${shop}`,
    title: "Confirm your new address",
    intro: (shop: string) =>
      `Somebody, hopefully you, wants to use this email address for an account at ${shop}. If it was you, please confirm it here and with the link that we sent to your present address.`,
    ifNotYou: "If it was not you, please ignore this mail: nothing happens without your confirmation.",
  },
  password: {
    subject: (shop: string) => `Your password at ${shop} was changed`,
    title: "Your password was changed",
    what: (shop: string, time: string) => `The password of your account at ${shop} was changed on ${time}.`,
  },
  device: {
    subject: (shop: string) => `New login to your account at ${shop}`,
    title: "New login to your account",
    what: (shop: string, device: string, country: string | undefined, time: string) =>
      `Somebody logged in to your account at ${shop} from a device that we have not seen with it before: ${device}${country === undefined ? "" : `, in or near ${country}`}, on ${time}.`,
    ifNotYou:
      "If it was not you, please end that session in your account's list of sessions, and set a new password at once: it logs every device out.",
    unknown: "an unknown device",
    app: (system: string) => `an app on ${system}`,
    browser: (browser: string, system: string) => `${browser} on ${system}`,
    systems: {
      iPhone: "an iPhone",
      iPad: "an iPad",
      Android: "Android",
      Windows: "Windows",
      Macintosh: "a Mac",
      CrOS: "ChromeOS",
      Linux: "Linux",
    },
  },
  moved: {
    subject: (shop: string) => `Your address at ${shop} was changed`,
    title: "Your address was changed",
    what: (shop: string, time: string) =>
      `Your account at ${shop} has another email address since ${time}. We write to that one from now on; this is the last mail to this one.`,
    ifNotYou: (shop: string) =>
      `Both addresses confirmed the change. If you did not, please tell ${shop} at once, and change the password of your mailbox.`,
  },
  factor: {
    happened: (shop: string, time: string) => `This happened to your account at ${shop} on ${time}.`,
    enabled: {
      title: "Your second factor is on",
      meaning: "Logging in now also asks for a code of your authenticator app.",
    },
    disabled: {
      title: "Your second factor is off",
      meaning: "Logging in asks for the password alone again.",
    },
    recovery_code_used: {
      title: "A recovery code was used",
      meaning:
        "It stood in for your authenticator app and cannot be used again. If few are left, please make new ones in your account.",
    },
  },
  closed: {
    deactivated: {
      subject: (shop: string) => `Your account at ${shop} was deactivated`,
      title: "Your account was deactivated",
      what: (shop: string, time: string) =>
        `On ${time} your account at ${shop} was deactivated: nobody can log in to it, and every device is logged out. Orders that you have placed are not touched by this.`,
    },
    disabled: {
      subject: (shop: string) => `Your account at ${shop} was disabled`,
      title: "Your account was disabled",
      what: (shop: string, time: string) =>
        `On ${time} your account at ${shop} was disabled by the shop: nobody can log in to it, and every device is logged out. Orders that you have placed are not touched by this.`,
    },
    reopen: "If you want it back, or if it was not you, set a new password: that opens the account again.",
  },
  apiKey: {
    subject: (shop: string) => `A new API key was made for your account at ${shop}`,
    title: "A new API key was made",
    byYou: (prefix: string, time: string) =>
      `An API key that begins with ${prefix} was made by somebody logged in as you, on ${time}.`,
    byKey: (prefix: string, time: string) =>
      `An API key that begins with ${prefix} was made with another API key of yours, on ${time}.`,
    scopes: (until: string | undefined, scopes: string) =>
      `It can be used ${until === undefined ? "until it is revoked" : `until ${until}`}, for: ${scopes}.`,
    revoke: "If it was not you, please revoke it, and set a new password at once: it logs every device out.",
    revokeBoth:
      "If it was not you, please revoke that one, which ends both, and set a new password at once: it logs every device out.",
  },
  cart: {
    subject: (shop: string) => `Your cart at ${shop}`,
    title: "You left something in your cart",
    holds: (shop: string) => `Your cart at ${shop} still holds:`,
    more: (count: number) => `and ${count} more`,
    noHold: "Nothing is held back for you: prices may change and items may sell out.",
    button: (shop: string) => `Go to ${shop}`,
    why: (shop: string) =>
      `You get this mail, once for this cart, because you asked ${shop} for news. To get no more like it, turn news off in your account's profile. Mails about your orders still come.`,
  },
  confirmation: {
    subject: (number: string, shop: string) => `Your order ${number} at ${shop}`,
    intro: (number: string) =>
      `Thank you for your order ${number}. We have received your payment and are getting it ready.`,
    subtotal: "Subtotal",
    discount: "Discount",
    shipping: (option: string | undefined) => (option === undefined ? "Shipping" : `Shipping (${option})`),
    tax: "Tax",
    taxIncluded: "Tax included",
    total: "Total",
    shipsTo: "Ships to:",
  },
  tooLate: {
    subject: (number: string) => `Your payment for order ${number} was refunded`,
    cancelled: (amount: string, number: string) =>
      `Your payment of ${amount} for order ${number} reached us after it had been cancelled.`,
    expired: (amount: string, number: string) =>
      `Your payment of ${amount} for order ${number} reached us after the time we could hold your items, and they have been sold since.`,
    refunded: (amount: string) => `We have refunded ${amount} to the payment method you used.`,
    sorry: "We are sorry. You are welcome to order again.",
  },
  note: {
    subject: (number: string, shop: string) => `About your order ${number} at ${shop}`,
    intro: (number: string, shop: string) => `${shop} writes about your order ${number}:`,
  },
  change: {
    cancelled: (number: string) => `Your order ${number} was cancelled`,
    partCancelled: (number: string) => `A part of your order ${number} was cancelled`,
    edited: (number: string) => `Your order ${number} was changed`,
    weEdited: (number: string) => `We have changed your order ${number}.`,
    instead: (item: string, now: string, before: string) => `${item}: ${now} instead of ${before}`,
    address: "It goes to another address now.",
    shipping: (option: string, price: string) => `Shipping: ${option}, ${price}`,
    total: (now: string, before: string) => `Its total is ${now} now, instead of ${before}.`,
    refund: (amount: string) => `We are giving ${amount} back to the payment method you used.`,
    leftToPay: (amount: string) => `What is left to pay is ${amount}.`,
    payDifference: (amount: string) => `Please pay the difference of ${amount}: then we send your order.`,
    payable: (number: string, shop: string) => `Your order ${number} at ${shop} can be paid`,
    waits: (number: string) => `Your order ${number} waits for your payment.`,
    heldUntil: (time: string) => `It is held for you until ${time}.`,
    toPay: (amount: string) => `To pay: ${amount}`,
  },
  parcel: {
    sent: (number: string, carrier?: string) =>
      `Your order ${number} is on its way${carrier === undefined ? "" : ` with ${carrier}`}`,
    partSent: (number: string, carrier?: string) =>
      `A part of your order ${number} is on its way${carrier === undefined ? "" : ` with ${carrier}`}`,
    tracking: (number: string) => `Tracking number: ${number}`,
    follow: "Follow your parcel",
    delivered: (number: string) => `Your order ${number} has been delivered`,
    partDelivered: (number: string) => `A part of your order ${number} has been delivered`,
    wrong: "Is something missing or wrong? Answer this mail.",
  },
  refund: {
    subject: (number: string) => `Your refund for order ${number}`,
    made: (amount: string, number: string) =>
      `We have refunded ${amount} of your order ${number} to the payment method you used.`,
  },
  returns: {
    requested: (number: string) => `We have received your return request for order ${number}`,
    wish: (goods: string) => `You would like to return: ${goods}.`,
    wait: "We look at it and write to you again. Please do not send anything before that.",
    approved: (number: string) => `Your return for order ${number} is approved`,
    send: (goods: string) => `Please send us: ${goods}.`,
    label: "Put this on the parcel:",
    rejected: (number: string) => `Your return request for order ${number}`,
    refused: (goods: string) => `We cannot take this back: ${goods}.`,
    received: (number: string) => `Your return for order ${number} has arrived`,
    have: (goods: string) => `We have received: ${goods}. We write to you again about your money.`,
    refunding: (amount: string) =>
      `We are refunding ${amount} for what you returned, to the payment method that you used.`,
    exchange: (number: string) => `Your exchange for order ${number}`,
    exchanged: (number: string) => `We send you something else for what you returned: order ${number}.`,
    free: "There is nothing to pay.",
    costs: (amount: string) => `It costs ${amount} more; we send it when that is paid.`,
    pay: (amount: string) => `Pay ${amount}`,
  },
  staff: {
    refundFailed: (number: string) => `A refund for order ${number} has failed`,
    refundFailedTitle: (number: string) => `Refund failed: order ${number}`,
    notMade: (amount: string, number: string, reason: string | null) =>
      `The refund of ${amount} for order ${number} was not made (${reason ?? "no reason given"}). The customer does not have the money.`,
    tryAgain: "Please look at the payment: try again, or give the money back in another way.",
    disputed: (number: string) => `The payment of order ${number} is disputed`,
    disputedTitle: (number: string) => `Dispute: order ${number}`,
    disputes: (amount: string, number: string, reason: string) =>
      `The customer's bank disputes ${amount} of order ${number} (${reason}).`,
    evidence: (time: string) => `Evidence can be sent until ${time}.`,
    noSending: "Nothing of the order is sent until the dispute is closed. Answer it in Stripe's dashboard.",
    lapsed: (number: string) => `The authorisation for order ${number} has lapsed`,
    lapsedTitle: (number: string) => `Authorisation lapsed: order ${number}`,
    released: (number: string) =>
      `The payment of order ${number} was authorised, and not captured in time: the bank has released the money.`,
    keptBack:
      "What was not sent yet is kept back when the order is on hold. Ask the customer for another payment, or cancel what was not sent.",
    returnRequested: (number: string) => `Return requested for order ${number}`,
    toBeReturned: (goods: string) => `To be returned: ${goods}.`,
    wantsExchange: "Something else is wanted rather than the money.",
    returnId: (id: string) => `Return ${id}`,
  },
  report: {
    lowSubject: (shop: string) => `Low stock at ${shop}`,
    lowTitle: "Low stock",
    lowIntro: "Fewer units are available than the threshold that was set:",
    left: (available: string, threshold: string) => `${available} (threshold ${threshold})`,
    more: "These are not all.",
    daily: (shop: string, day: string) => `Sales at ${shop} on ${day}`,
    weekly: (shop: string, from: string, to: string) => `Sales at ${shop} from ${from} to ${to}`,
    dailyTitle: (day: string) => `Sales on ${day}`,
    weeklyTitle: (from: string, to: string) => `Sales from ${from} to ${to}`,
    noSales: "Nothing was sold, and nothing was refunded.",
    figures: (currency: string) => `In ${currency}:`,
    total: "Total sales",
    refunds: "Refunds",
    net: "Net sales",
    orders: "Orders",
    units: "Units",
    newCustomers: "New customers",
    average: "Average order value",
    top: "Most sold:",
    gone: "a deleted product",
    sold: (units: number, shown: string, revenue: string) =>
      `${counted(units, "one unit", `${shown} units`)}, ${revenue}`,
    opsSubject: (shop: string) => `Something needs attention at ${shop}`,
    opsTitle: "To be looked at",
    alerts: (count: number) => counted(count, "One open alert:", `${count} open alerts:`),
    deadLetters: (count: number) =>
      counted(count, "One event could not be delivered:", `${count} events could not be delivered:`),
    jobs: (count: number) => counted(count, "One job is failing:", `${count} jobs are failing:`),
    times: (count: number) => counted(count, "once", `${count} times`),
    since: (what: string, time: string) => `${what}, since ${time}`,
  },
};

export type Texts = typeof en;
