/** An answer with its body read and, when it is JSON, parsed. */
export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

export interface Call {
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  form?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * Makes a request and reads the answer. The body's type is the caller's expectation: the API validates what it sends
 * against the schemas of its contract.
 */
export async function request<Body = unknown>(
  method: string,
  url: string,
  call: Call = {},
): Promise<Answer<Body>> {
  const headers = new Headers(call.headers);
  let body: string | URLSearchParams | undefined = call.text;
  if (call.json !== undefined) {
    headers.set("Content-Type", "application/json");
    body = JSON.stringify(call.json);
  } else if (call.form !== undefined) {
    body = new URLSearchParams(call.form);
  }
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(call.timeoutMs ?? 30_000),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) as Body };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Why a request got no answer, in a few words. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}
