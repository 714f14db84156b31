export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
  text: string;
}

export interface Call {
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
}

/** One request outside of what is measured. @throws Error for any answer that is no 2xx */
export async function send<Body = Record<string, unknown>>(
  method: string,
  url: string,
  call: Call = {},
): Promise<Answer<Body>> {
  const text = call.body === undefined ? call.text : JSON.stringify(call.body);
  const response = await fetch(url, {
    method,
    headers: { ...(call.body === undefined ? {} : { "Content-Type": "application/json" }), ...call.headers },
    ...(text === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${answer.slice(0, 500)}`);
  return {
    status: response.status,
    headers: response.headers,
    body: (answer === "" ? {} : JSON.parse(answer)) as Body,
    text: answer,
  };
}
