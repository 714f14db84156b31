import { rows } from "./api.ts";

// The figures of the roll-ups once more, row by row from the orders' timelines and the ledgers: what the SQL of analytics is compared with.

type Row = Record<string, string | number | null>;
export type Figures = Record<string, Record<string, number>>;

interface Line {
  id: string;
  order_id: string;
  variant_id: string;
  quantity: number;
  unit_price: number;
  total: number;
}

interface Step {
  order_id: string;
  seq: number;
  action: string;
  from_status: string | null;
  at: string;
  change: Record<string, number> & {
    lines: { id: string; quantity: number; gross: number; total: number }[];
  };
}

interface Order {
  id: string;
  currency: string;
  email: string;
  source: string;
  erased_at: string | null;
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  tax_included: number;
  total: number;
}

interface Entry {
  kind: string;
  amount: number;
  currency: string;
  provider_ref: string;
  occurred_at: string;
  order_id: string;
  purpose: string;
}

const isSold = ({ action }: Step) => action === "settle" || action === "settle_late";
const isChange = ({ action }: Step) => action === "edited" || action === "units_cancelled";

/** "day currency" -> figures, "day currency variant" -> figures of products; figures that are 0 are left out. */
export async function recountSales(
  zone: string,
): Promise<{ sales: Figures; products: Figures; refunds: Figures }> {
  const orders = new Map((await rows<Order & Row>("SELECT * FROM orders")).map((order) => [order.id, order]));
  const lines = await rows<Line & Row>("SELECT * FROM order_lines");
  const raw = await rows<Row>("SELECT *, data AS json FROM order_transitions ORDER BY at, order_id, seq");
  const steps = raw.map(
    (row) =>
      ({
        ...row,
        change: (JSON.parse(String(row["json"] ?? "{}")) as { change?: unknown } | null)?.change,
      }) as unknown as Step,
  );
  const sales: Figures = {};
  const products: Figures = {};
  const refunds: Figures = {};
  const day = (at: string) => new Date(at).toLocaleDateString("sv-SE", { timeZone: zone });
  const add = (to: Figures, key: string, figures: Record<string, number>) => {
    const into = (to[key] ??= {});
    for (const [name, amount] of Object.entries(figures))
      if (amount !== 0) into[name] = (into[name] ?? 0) + amount;
  };
  const orderOf = (id: string) => {
    const order = orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  };
  const lineOf = (id: string) => {
    const line = lines.find((each) => each.id === id);
    if (!line) throw new Error(`no line ${id}`);
    return line;
  };
  const addLine = (at: string, currency: string, id: string, figures: Record<string, number>) => {
    add(products, `${day(at)} ${currency} ${lineOf(id).variant_id}`, figures);
  };
  const seen = new Set<string>();
  const credits = await rows<Row>("SELECT * FROM order_credits");
  for (const step of steps) {
    const order = orderOf(step.order_id);
    const key = `${day(step.at)} ${order.currency}`;
    const fromCart = order.source === "cart" ? 1 : 0;
    const changes = steps
      .filter((each) => each.order_id === order.id && isChange(each))
      .map(({ change }) => change);
    if (step.action === "place") add(sales, key, { placed: 1, placed_from_carts: fromCart });
    if (step.action === "expire") add(sales, key, { expired: 1 });
    if (step.action === "cancel") {
      const wasPaid = ["confirmed", "processing"].includes(step.from_status ?? "");
      add(sales, key, wasPaid ? { cancelled: 1 } : { cancelled_unpaid: 1 });
      for (const line of wasPaid ? lines.filter((each) => each.order_id === order.id) : []) {
        const gross = -line.quantity * line.unit_price;
        addLine(step.at, order.currency, line.id, { units: -line.quantity, gross, revenue: -line.total });
      }
    }
    if (isChange(step)) {
      for (const { id, quantity, gross, total } of step.change.lines) {
        addLine(step.at, order.currency, id, { units: quantity, gross, revenue: total });
      }
    }
    if (!isSold(step)) continue;
    const later = (name: string) => changes.reduce((sum, change) => sum + (change[name] ?? 0), 0);
    const total = order.total - later("total");
    const exchanged = credits.filter(
      (credit) => credit["order_id"] === order.id && (credit["released_at"] ?? "~") > step.at,
    );
    const isNew = !seen.has(order.email);
    seen.add(order.email);
    let units = 0;
    for (const line of lines.filter((each) => each.order_id === order.id)) {
      const changed = changes.flatMap((change) => change.lines).filter(({ id }) => id === line.id);
      const sum = (pick: (change: (typeof changed)[number]) => number) =>
        changed.reduce((all, each) => all + pick(each), 0);
      const quantity = line.quantity - sum((each) => each.quantity);
      units += quantity;
      const gross = line.quantity * line.unit_price - sum((each) => each.gross);
      addLine(step.at, order.currency, line.id, {
        units: quantity,
        gross,
        revenue: line.total - sum((each) => each.total),
      });
    }
    for (const credit of exchanged) addGiven(step.at, order.currency, String(credit["lines"]), 1);
    add(sales, key, {
      orders: 1,
      units,
      gross: order.subtotal - later("subtotal"),
      discounts: order.discount - later("discount"),
      shipping: order.shipping - later("shipping"),
      tax: order.tax - later("tax"),
      tax_included: order.tax_included - later("tax_included"),
      total,
      exchanged: exchanged.reduce((sum, credit) => sum + Number(credit["amount"]), 0),
      paid_from_carts: fromCart,
      ...(isNew ? { new_orders: 1, new_total: total } : { returning_orders: 1, returning_total: total }),
    });
  }
  function addGiven(at: string, currency: string, json: string, sign: number) {
    const given = JSON.parse(json) as { order_line_id: string; quantity: number; amount: number }[];
    for (const { order_line_id: id, quantity, amount } of given) {
      addLine(at, currency, id, { refunded_units: sign * quantity, refunded: sign * amount });
    }
  }
  const asked = await rows<Row>("SELECT * FROM refunds");
  const entries = await rows<Entry & Row>(
    "SELECT t.*, p.order_id, p.purpose FROM payment_transactions t JOIN payments p ON p.id = t.payment_id",
  );
  const sold = new Set(steps.filter(isSold).map((step) => step.order_id));
  for (const entry of entries.filter(({ order_id }) => sold.has(order_id))) {
    const { kind, amount, currency, purpose, occurred_at: at } = entry;
    const key = `${day(at)} ${currency}`;
    if (kind === "captured" && purpose === "difference") add(sales, key, { differences: amount });
    if (kind === "voided" && purpose === "order") add(sales, key, { released: amount });
    if (kind === "disputed") add(sales, key, { disputed: amount });
    if (kind === "dispute_reinstated") add(sales, key, { disputed: -amount });
    if (kind !== "refunded" && kind !== "refund_failed") continue;
    const sign = kind === "refunded" ? 1 : -1;
    const made = { refunds: sign * amount, refund_count: sign === 1 ? 1 : 0 };
    const refund = asked.find((each) => each["provider_ref"] === entry.provider_ref);
    add(sales, key, made);
    add(refunds, `${key} ${String(refund?.["source"] ?? "provider")}`, made);
    if (refund) addGiven(at, currency, String(refund["lines"]), sign);
  }
  return { sales: tidy(sales), products: tidy(products), refunds: tidy(refunds) };
}

/** What the roll-ups of a zone say, in the same shape. */
export async function rolledUp(
  zone: string,
): Promise<{ sales: Figures; products: Figures; refunds: Figures }> {
  const read = async (table: string, keys: string[]) => {
    const found = await rows<Row>(
      `SELECT t.* FROM ${table} t JOIN analytics_rollups r ON r.id = t.rollup_id WHERE r.zone = ?`,
      zone,
    );
    const figures: Figures = {};
    for (const { rollup_id: _, product_id: __, ...row } of found) {
      const key = keys.map((name) => String(row[name])).join(" ");
      figures[key] = Object.fromEntries(
        Object.entries(row)
          .filter(([name]) => !keys.includes(name))
          .map(([name, amount]) => [name, Number(amount)]),
      );
    }
    return tidy(figures);
  };
  return {
    sales: await read("daily_sales", ["day", "currency"]),
    products: await read("daily_product_sales", ["day", "currency", "variant_id"]),
    refunds: await read("daily_refunds", ["day", "currency", "source"]),
  };
}

function tidy(figures: Figures): Figures {
  const kept = Object.entries(figures)
    .map(
      ([key, row]) =>
        [key, Object.fromEntries(Object.entries(row).filter(([, amount]) => amount !== 0))] as const,
    )
    .filter(([, row]) => Object.keys(row).length > 0);
  return Object.fromEntries(kept);
}
