/** A row of a table under its key; without `r` it is deleted. Both as JSON text, written by the database. */
export interface Line {
  k: string;
  r: string | null;
}

/** Lines as a gzipped file of JSON, `[key, row]` each, and the file's SHA-256. A tab, which JSON text never holds, parts the two. */
export async function packLines(lines: readonly Line[]): Promise<{ bytes: ArrayBuffer; sha256: string }> {
  const text = lines.map(({ k, r }) => `[${k},\t${r ?? "null"}]\n`).join("");
  const bytes = await throughStream(text, new CompressionStream("gzip"));
  return { bytes, sha256: await sha256Of(bytes) };
}

/** The lines of a file. @throws Error when its SHA-256 is another one, or its end is missing */
export async function unpackLines(bytes: ArrayBuffer, sha256: string, name: string): Promise<Line[]> {
  if ((await sha256Of(bytes)) !== sha256) throw new Error(`${name} is damaged: its checksum is another one`);
  const text = new TextDecoder().decode(await throughStream(bytes, new DecompressionStream("gzip")));
  const lines = text.split("\n");
  if (lines.pop() !== "") throw new Error(`${name} is damaged: its last line has no end`);
  return lines.map((line) => {
    const at = line.indexOf("\t");
    const r = line.slice(at + 1, -1);
    return { k: line.slice(1, at - 1), r: r === "null" ? null : r };
  });
}

/** How many characters lines have, uncompressed. */
export function sizeOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { k, r }) => sum + k.length + (r?.length ?? 0), 0);
}

async function throughStream(
  content: string | ArrayBuffer,
  stream: CompressionStream | DecompressionStream,
): Promise<ArrayBuffer> {
  return new Response(new Blob([content]).stream().pipeThrough(stream)).arrayBuffer();
}

async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
