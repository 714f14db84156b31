import { commit } from "../../platform/commit.ts";
import type { Ctx } from "../../platform/ctx.ts";
import { type DomainError, malformedRequest, payloadTooLarge } from "../../platform/errors.ts";
import { discardObject } from "./discard-object.ts";
import { FILE_TYPES, type FileType, fileTypeOf } from "./file-type.ts";
import { imageSizeOf } from "./image-size.ts";
import { mediaEmpty, mediaTypeNotAllowed } from "./media.errors.ts";
import { expectObjectStmt } from "./media.repo.ts";
import { putObject } from "./put-object.ts";

/** How much of a file is looked at to find its type and size: a JPEG may keep its size behind 64 KiB of EXIF. */
const HEAD_BYTES = 128 * 1024;

/** How much of a refused file is read and dropped. */
const DRAINED_BYTES = 64 * 1024 * 1024;

export interface IncomingFile {
  body: ReadableStream<Uint8Array> | null;
  /** How many bytes it must have; undefined when the sender did not say. */
  length: number | undefined;
  maxBytes: number;
  /** What it is when the file is shorter or longer than `length`. */
  lengthMismatch: () => DomainError;
}

/** An object in the bucket that has no row yet. It is collected if it does not get one. */
export interface StoredFile {
  id: string;
  key: string;
  type: FileType;
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
  width: number | null;
  height: number | null;
}

/**
 * Streams a file into the bucket under a key of its own, hashing it on the way. Keys are never used twice, so that deleting and
 * collecting can never hit a file that was just uploaded. Nothing stays when it fails.
 * @throws media.empty; media.type_not_allowed; request.too_large; and what `lengthMismatch` makes
 */
export async function storeFile(ctx: Ctx, file: IncomingFile): Promise<StoredFile> {
  if (file.length !== undefined && file.length > file.maxBytes) throw tooLarge(file.maxBytes);
  const reader = file.body?.getReader();
  if (!reader) throw empty();
  try {
    const head = await readHead(reader);
    if (head.length === 0) throw empty();
    const type = fileTypeOf(head);
    if (!type) throw typeNotAllowed();
    const id = ctx.newId();
    const key = `media/${id}.${type.extension}`;
    await commit(ctx, { statements: [expectObjectStmt(ctx, key)] });
    try {
      const put = await putObject(ctx, { key, contentType: type.contentType }, checked(head, reader, file), {
        length: file.length,
      });
      const size = imageSizeOf(head, type);
      return { id, key, type, ...put, width: size?.width ?? null, height: size?.height ?? null };
    } catch (error) {
      await discardObject(ctx, key);
      throw error;
    }
  } catch (error) {
    await drain(reader);
    throw error;
  }
}

async function readHead(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const value = await nextPiece(reader);
    if (!value) break;
    chunks.push(value);
    length += value.length;
  }
  return joined(chunks, length);
}

/** Reads on for a while: a body that is left half-read resets the connection before its sender has seen the answer. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  let left = DRAINED_BYTES;
  while (left > 0) {
    const piece = await nextPiece(reader).catch(() => undefined);
    if (!piece) return;
    left -= piece.length;
  }
  await reader.cancel().catch(() => undefined);
}

/** Undefined at the end. */
async function nextPiece(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (error) {
    throw malformedRequest("The connection broke off before the file was complete.", { cause: error });
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The whole file in pieces; fails at the first byte too many, and at its end when bytes are missing. */
async function* checked(
  head: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  file: IncomingFile,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let piece: Uint8Array | undefined = head;
  while (piece) {
    bytes += piece.length;
    if (bytes > (file.length ?? bytes)) throw file.lengthMismatch();
    if (bytes > file.maxBytes) throw tooLarge(file.maxBytes);
    yield piece;
    piece = await nextPiece(reader);
  }
  if (bytes !== (file.length ?? bytes)) throw file.lengthMismatch();
}

function empty() {
  return mediaEmpty("Send the file as the body of the request: it has no bytes.");
}

function tooLarge(maxBytes: number) {
  return payloadTooLarge(`The file may have at most ${maxBytes} bytes.`, { facts: { max_bytes: maxBytes } });
}

function typeNotAllowed() {
  const allowed = FILE_TYPES.map((type) => type.contentType);
  return mediaTypeNotAllowed(`By its bytes the file is none of ${allowed.join(", ")}.`, {
    facts: { allowed },
  });
}
