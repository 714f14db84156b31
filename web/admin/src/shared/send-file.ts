import { ApiProblem, problemFrom } from "../../../../client/index.ts";
import { csrfToken } from "../api/session.ts";

interface SendFile {
  contentType: string;
  /** POST unless said. */
  method?: "POST" | "PUT";
  headers?: Record<string, string>;
  /** How much has left the browser, 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Sends a file as the body of a request and tells how far it is, which fetch cannot. Answers the body.
 * @throws ApiProblem when the API says no; DOMException AbortError when it was stopped; TypeError when the connection broke
 */
export async function sendFile<Body>(path: string, file: Blob, options: SendFile): Promise<Body> {
  const { contentType, method = "POST", headers = {}, onProgress, signal } = options;
  signal?.throwIfAborted();
  const token = await csrfToken();
  const request = new XMLHttpRequest();
  request.open(method, path);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", contentType);
  if (token !== undefined) request.setRequestHeader("X-CSRF-Token", token);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new TypeError("The connection broke. Try again."));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.onload = () => {
      const body = bodyOf(request);
      if (request.status >= 200 && request.status < 300) resolve(body as Body);
      else reject(new ApiProblem(problemFrom(body, new Response(null, { status: request.status }))));
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function bodyOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText) as unknown;
  } catch {
    return undefined;
  }
}
