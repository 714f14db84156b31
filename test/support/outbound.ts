// What the Worker under test finds when it calls the outside. It runs in Node beside the tests; they speak to it by host names that are
// nobody's: OUTBOUND/… tells what is to be answered and what has come.

/** A receiver's answer; `delayMs` keeps the caller waiting. */
export interface ReceiverAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  delayMs?: number;
}

/** What a receiver got. */
export interface Received {
  headers: Record<string, string>;
  body: string;
}

interface Receiver {
  answers: ReceiverAnswer[];
  received: Received[];
}

export type DnsRecords = Partial<Record<"A" | "AAAA", string[]>> | "fails";

/** Where tests set up and look at the outside. */
const CONTROL = "outbound.test";
/** The receivers of webhooks: one for each path. */
const RECEIVERS = "hooks.example.com";
const RESOLVER = "cloudflare-dns.com";

const receivers = new Map<string, Receiver>();
const names = new Map<string, DnsRecords>([[RECEIVERS, { A: ["93.184.215.14"] }]]);

/** Answers what concerns webhooks; undefined for other hosts. */
export async function webhookOutside(request: {
  url: string;
  method: string;
  headers: Iterable<[string, string]>;
  text(): Promise<string>;
}): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (url.host === CONTROL) return control(url.pathname, request.method, await request.text());
  if (url.host === RESOLVER) return resolve(url.searchParams);
  if (url.pathname.startsWith("/hooks-")) {
    return receive(url.pathname, {
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
  }
  return undefined;
}

function control(path: string, method: string, body: string): Response {
  const [, kind = "", name = ""] = path.split("/");
  if (kind === "dns") {
    names.set(name, JSON.parse(body) as DnsRecords);
    return Response.json({});
  }
  const receiver = receivers.get(`/${name}`);
  if (method === "GET") return Response.json(receiver?.received ?? []);
  const answers = JSON.parse(body) as ReceiverAnswer[];
  receivers.set(`/${name}`, { answers, received: receiver?.received ?? [] });
  return Response.json({});
}

/** The first answer is for the first call, and so on; the last for all that follow. */
async function receive(path: string, received: Received): Promise<Response> {
  const receiver = receivers.get(path);
  if (!receiver) return new Response("nobody is here", { status: 404 });
  receiver.received.push(received);
  const answer = receiver.answers.length > 1 ? receiver.answers.shift() : receiver.answers[0];
  const { status = 204, headers = {}, body, delayMs = 0 } = answer ?? {};
  if (delayMs > 0) await new Promise((later) => setTimeout(later, delayMs));
  return new Response(body ?? null, { status, headers });
}

/** As 1.1.1.1 answers over HTTPS. */
function resolve(query: URLSearchParams): Response {
  const type = query.get("type") === "AAAA" ? "AAAA" : "A";
  const records = names.get(query.get("name") ?? "");
  if (records === undefined) return Response.json({ Status: 3 });
  if (records === "fails") return Response.json({ Status: 2 });
  const code = type === "A" ? 1 : 28;
  const alias = { name: "alias", type: 5, data: "somewhere.else." };
  const found = (records[type] ?? []).map((data) => ({ name: "host", type: code, data }));
  return Response.json({ Status: 0, Answer: [alias, ...found] });
}
