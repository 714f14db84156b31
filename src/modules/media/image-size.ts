import type { FileType } from "./file-type.ts";

/** Width and height in pixels, as stored (before any rotation that EXIF asks for). */
export interface ImageSize {
  width: number;
  height: number;
}

/** Reads the size of a picture from its first bytes; undefined when they do not tell, as with SVG or a broken header. */
export function imageSizeOf(head: Uint8Array, type: FileType): ImageSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    const size = readSize(view, type.extension);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined; // the header is cut off
    throw error;
  }
}

function readSize(view: DataView, extension: string): ImageSize | undefined {
  switch (extension) {
    case "png":
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case "gif":
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case "jpg":
      return jpegSize(view);
    case "webp":
      return webpSize(view);
    case "avif":
      return avifSize(view);
    default:
      return undefined;
  }
}

/** ITU T.81: segments of marker and length, until a frame header SOFn (not DHT c4, JPG c8, DAC cc) holds the size. */
function jpegSize(view: DataView): ImageSize | undefined {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
    } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    } else if (marker === 0xd9 || marker === 0xda) {
      return undefined;
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
}

/** RFC 9649: lossy (VP8), lossless (VP8L) or extended (VP8X). */
function webpSize(view: DataView): ImageSize | undefined {
  const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858:
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    default:
      return undefined;
  }
}

/** ISO 23008-12: each item's `ispe` property holds its size; the picture is the largest, tiles and thumbnails are smaller. */
function avifSize(view: DataView): ImageSize | undefined {
  let largest: ImageSize | undefined;
  for (let at = 0; at + 16 <= Math.min(view.byteLength, 4_096); at += 1) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
