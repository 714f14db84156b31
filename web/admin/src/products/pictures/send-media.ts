import { dataOf, type Schema } from "../../../../../client/index.ts";
import { client } from "../../api/client.ts";
import { sendFile } from "../../shared/send-file.ts";

/** Files that are larger go by a signed upload. */
const MOST_AT_ONCE = 20 * 1024 * 1024;

/** What the library takes. */
export const MEDIA_TYPES =
  "image/png,image/jpeg,image/gif,image/webp,image/avif,image/svg+xml,video/mp4,application/pdf";

interface Options {
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Puts a file into the library. */
export async function sendMedia(file: File, options: Options): Promise<Schema<"Media">> {
  const contentType = file.type || "application/octet-stream";
  if (file.size <= MOST_AT_ONCE) {
    const query = new URLSearchParams({ filename: file.name.slice(-255) });
    return sendFile(`/api/v1/media?${query.toString()}`, file, { contentType, ...options });
  }
  const upload = await dataOf(
    client.POST("/api/v1/media/uploads", {
      body: { filename: file.name.slice(-255), bytes: file.size, content_type: contentType, alt: "" },
    }),
  );
  return sendFile(pathOf(upload.upload_url), file, {
    contentType,
    method: "PUT",
    headers: upload.headers,
    ...options,
  });
}

/** The URL names the shop's public host: from here it is the same origin, whatever it is called. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
