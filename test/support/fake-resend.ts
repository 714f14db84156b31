// Resend as the Worker under test finds it: it runs in Node beside the tests. What an address is called decides what becomes of the mail:
// "fail.429.rate_limit_exceeded.2.x@…" is refused twice and then taken, "lost.x@…" is taken and answered with an error once.

interface Kept {
  id: string;
  key: string;
  body: string;
}

interface Outgoing {
  url: string;
  method: string;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

const kept: Kept[] = [];
const tries = new Map<string, number>();

/** Answers for api.resend.com; undefined for other hosts. `GET /kept?to=` tells which mails an address got. */
export async function resendOutside(request: Outgoing): Promise<Response | undefined> {
  const url = new URL(request.url);
  if (url.host !== "api.resend.com") return undefined;
  if (url.pathname === "/kept") {
    const to = url.searchParams.get("to") ?? "";
    return Response.json(
      kept
        .map(({ body, ...rest }) => ({ ...rest, mail: JSON.parse(body) as Mail }))
        .filter(({ mail }) => mail.to.includes(to)),
    );
  }
  if (url.pathname !== "/emails" || request.method !== "POST") return problem(404, "not_found");
  if (!request.headers.get("Authorization")?.startsWith("Bearer re_")) return problem(401, "missing_api_key");
  return take(request.headers.get("Idempotency-Key") ?? "", await request.text());
}

interface Mail {
  to: string[];
}

function take(key: string, body: string): Response {
  if (key === "") return problem(400, "invalid_idempotency_key");
  const [to = ""] = (JSON.parse(body) as Mail).to;
  const count = (tries.get(to) ?? 0) + 1;
  tries.set(to, count);
  const [, status, name, times] = /^fail\.(\d+)\.(\w+)\.(\d+)\./.exec(to) ?? [];
  if (count <= Number(times ?? 0)) return problem(Number(status), name ?? "");
  const before = kept.find((mail) => mail.key === key);
  if (before)
    return before.body === body
      ? Response.json({ id: before.id })
      : problem(409, "invalid_idempotent_request");
  const id = crypto.randomUUID();
  kept.push({ id, key, body });
  if (to.startsWith("lost.") && count === 1) return problem(502, "application_error");
  return Response.json({ id });
}

function problem(statusCode: number, name: string): Response {
  const headers = statusCode === 429 ? { "Retry-After": "120" } : undefined;
  return Response.json(
    { statusCode, name, message: `${name} for ada@example.com` },
    { status: statusCode, ...(headers ? { headers } : {}) },
  );
}
