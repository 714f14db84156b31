import { describe, expect, it } from "vitest";
import { fileTypeOfExtension } from "../../src/modules/media/file-type.ts";
import { pictureFormat } from "../../src/modules/media/picture-format.ts";

function formatOf(extension: string, accept: string | undefined): string | undefined {
  const type = fileTypeOfExtension(extension);
  if (!type) throw new Error(`no type is called ${extension}`);
  return pictureFormat(type, accept);
}

const BROWSER = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

describe("the format of a scaled picture", () => {
  it.each([
    [BROWSER, "image/avif"],
    ["image/webp,*/*", "image/webp"],
    ["IMAGE/WebP ; q=1", "image/webp"],
    ["image/avif;q=0.5, image/webp;q=0.9", "image/webp"],
    ["image/avif;q=0, image/webp;q=0.1", "image/webp"],
    ["image/avif;q=2", "image/png"],
    ["image/avif;q=", "image/png"],
    ["image/avif;q=0.0", "image/png"],
    ["image/*", "image/png"],
    ["*/*", "image/png"],
    ["image/avifx", "image/png"],
    ["", "image/png"],
    [undefined, "image/png"],
  ])("of a PNG for Accept: %s is %s", (accept, format) => {
    expect(formatOf("png", accept)).toBe(format);
  });

  it("keeps what moves moving: an animated GIF or WebP becomes no AVIF", () => {
    expect(formatOf("gif", BROWSER)).toBe("image/webp");
    expect(formatOf("webp", BROWSER)).toBe("image/webp");
    expect(formatOf("gif", "image/avif")).toBe("image/gif");
  });

  it("of what cannot be scaled is none", () => {
    for (const extension of ["svg", "mp4", "pdf"]) expect(formatOf(extension, BROWSER)).toBeUndefined();
  });
});
