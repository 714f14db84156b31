import type { FileType, RasterType } from "./file-type.ts";

/** What a smaller version can be made as for who takes it, smallest first. */
const MODERN: readonly RasterType[] = ["image/avif", "image/webp"];

/** Pictures that may move; an AVIF of them would stand still. */
const MAY_MOVE: readonly RasterType[] = ["image/gif", "image/webp"];

/**
 * The type that a smaller version of a picture is made as, by the request's Accept header: the one of AVIF and WebP that it prefers, AVIF
 * where it does not care, else the picture's own. Types are meant only by their names: a client that takes anything need not know AVIF.
 * Undefined for what cannot be scaled.
 */
export function pictureFormat({ scaledAs }: FileType, accept: string | undefined): RasterType | undefined {
  if (!scaledAs) return undefined;
  const offered = MAY_MOVE.includes(scaledAs) ? MODERN.slice(1) : MODERN;
  const weights = weightsOf(accept ?? "");
  let best = scaledAs;
  let bestWeight = 0;
  for (const format of offered) {
    const weight = weights.get(format) ?? 0;
    if (weight > bestWeight) [best, bestWeight] = [format, weight];
  }
  return best;
}

/** Media types of an Accept header with their weights (RFC 9110, section 12.5.1); what is malformed weighs nothing. */
function weightsOf(accept: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const range of accept.split(",")) {
    const [name = "", ...parameters] = range.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
    weights.set(name, /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(weight) ? Number(weight) : 0);
  }
  return weights;
}
