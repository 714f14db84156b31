/** Pictures of pixels, which can be scaled. */
export type RasterType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif";

/** A type of file that the shop takes. It is served as `contentType`, whatever its uploader called it. */
export interface FileType {
  contentType: string;
  extension: string;
  /** What a smaller version of it is, where one can be made. */
  scaledAs?: RasterType;
  /** "attachment": opened by itself it is downloaded, because it could hold script. As the source of an <img> it shows all the same. */
  disposition: "inline" | "attachment";
}

const raster = (contentType: RasterType, extension: string): FileType => ({
  contentType,
  extension,
  scaledAs: contentType,
  disposition: "inline",
});

const PNG = raster("image/png", "png");
const JPEG = raster("image/jpeg", "jpg");
const GIF = raster("image/gif", "gif");
const WEBP = raster("image/webp", "webp");
const AVIF = raster("image/avif", "avif");
const SVG: FileType = {
  contentType: "image/svg+xml",
  extension: "svg",
  disposition: "attachment",
};
const MP4: FileType = { contentType: "video/mp4", extension: "mp4", disposition: "inline" };
const PDF: FileType = {
  contentType: "application/pdf",
  extension: "pdf",
  disposition: "attachment",
};

/** Every type that is accepted. HTML is none, and neither is anything that is not recognised. */
export const FILE_TYPES: readonly FileType[] = [PNG, JPEG, GIF, WEBP, AVIF, SVG, MP4, PDF];

const MP4_BRANDS = new Set(["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash"]);

/** Finds the type of a file by its first bytes; undefined for what is not accepted. Names and headers have no say. */
export function fileTypeOf(head: Uint8Array): FileType | undefined {
  if (startsWith(head, "\x89PNG\r\n\x1a\n")) return PNG;
  if (startsWith(head, "\xff\xd8\xff")) return JPEG;
  if (startsWith(head, "GIF87a") || startsWith(head, "GIF89a")) return GIF;
  if (startsWith(head, "RIFF") && ascii(head, 8, 12) === "WEBP") return WEBP;
  if (ascii(head, 4, 8) === "ftyp") return typeOfBrands(head);
  if (startsWith(head, "%PDF-")) return PDF;
  return isSvg(new TextDecoder().decode(head)) ? SVG : undefined;
}

/** The type that a stored file is served as, by the extension that it was stored under. */
export function fileTypeOfExtension(extension: string): FileType | undefined {
  return FILE_TYPES.find((type) => type.extension === extension);
}

/** ISO 14496-12: an `ftyp` box holds its size, the major brand, a version and the compatible brands. */
function typeOfBrands(head: Uint8Array): FileType | undefined {
  const end = Math.min(new DataView(head.buffer, head.byteOffset).getUint32(0), head.length, 256);
  const brands = [ascii(head, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(head, at, at + 4));
  if (brands.includes("avif") || brands.includes("avis")) return AVIF;
  return MP4_BRANDS.has(brands[0] ?? "") ? MP4 : undefined;
}

/** Whether the root of the XML is <svg>: before it only come the declaration, comments and a doctype that says so. */
function isSvg(text: string): boolean {
  let rest = text.trimStart();
  for (;;) {
    if (/^<svg[\s>/]/.test(rest)) return true;
    const end = endOfProlog(rest);
    if (end === undefined) return false;
    rest = rest.slice(end).trimStart();
  }
}

function endOfProlog(text: string): number | undefined {
  if (/^<\?xml\s/.test(text)) return after(text, "?>");
  if (text.startsWith("<!--")) return after(text, "-->");
  if (!/^<!DOCTYPE\s+svg[\s>[]/i.test(text)) return undefined;
  const subset = text.indexOf("[");
  const close = text.indexOf(">");
  if (subset === -1 || close < subset) return close === -1 ? undefined : close + 1;
  const endOfSubset = after(text, "]");
  return endOfSubset === undefined ? undefined : after(text, ">", endOfSubset);
}

function after(text: string, mark: string, from = 0): number | undefined {
  const at = text.indexOf(mark, from);
  return at === -1 ? undefined : at + mark.length;
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return ascii(bytes, 0, signature.length) === signature;
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
