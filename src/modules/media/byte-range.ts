/** Bytes of a file: the first one and how many. */
export interface ByteRange {
  offset: number;
  length: number;
}

/**
 * What a Range header asks for of a file of `size` bytes (RFC 9110, section 14): undefined when the whole file is to be sent (no header,
 * another unit, a malformed or a multiple range, which a server may ignore), "unsatisfiable" when the file has no such bytes.
 */
export function byteRangeOf(
  header: string | undefined,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] =
    /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(first);
  if (last !== "" && Number(last) < offset) return undefined;
  if (offset >= size) return "unsatisfiable";
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return { offset, length: end - offset + 1 };
}
