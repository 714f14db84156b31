const HEADER = [
  "Handle",
  "Title",
  "Body (HTML)",
  "Vendor",
  "Type",
  "Tags",
  "Published",
  "Option1 Name",
  "Option1 Value",
  "Variant SKU",
  "Variant Grams",
  "Variant Inventory Qty",
  "Variant Inventory Policy",
  "Variant Price",
  "Variant Barcode",
  "Image Src",
  "Image Alt Text",
];
const SIZES = ["Small", "Medium", "Large"];
const TYPES = [
  "Kitchen",
  "Garden",
  "Outdoors",
  "Desk",
  "Bath",
  "Coffee",
  "Audio",
  "Apparel",
  "Lighting",
  "Toys",
];
const MATERIALS = ["Oak", "Steel", "Linen", "Clay", "Wool", "Glass", "Copper", "Cork"];

/** Units of each variant that the file puts on the shelf. */
export const STOCK = 1_000_000;
/** The import takes 5,000 rows and 4 MiB at most. */
const PRODUCTS_A_FILE = 500;

/** Product files in the import's format: `count` products of 3 variants, each with a description and 3 images. */
export function* catalogFiles(count: number): Generator<string> {
  for (let start = 0; start < count; start += PRODUCTS_A_FILE) {
    const lines = [HEADER.join(",")];
    for (let index = start; index < Math.min(count, start + PRODUCTS_A_FILE); index++) {
      for (let variant = 0; variant < SIZES.length; variant++) lines.push(row(index, variant).join(","));
    }
    yield `${lines.join("\n")}\n`;
  }
}

function row(index: number, variant: number): (string | number)[] {
  const material = MATERIALS[index % MATERIALS.length] ?? "";
  const type = TYPES[index % TYPES.length] ?? "";
  const number = String(index + 1).padStart(5, "0");
  const title = `${material} ${type} piece ${number}`;
  const text =
    `<p>A ${material.toLowerCase()} piece for everyday use; made in small runs; finished by hand.</p>` +
    `<p>Comes in ${SIZES.length} sizes. Wipe it with a damp cloth. Number ${number} of the series.</p>`;
  const product =
    variant === 0
      ? [title, text, `Workshop ${index % 25}`, type, `"${material.toLowerCase()}, handmade"`, "true"]
      : ["", "", "", "", "", ""];
  return [
    `piece-${number}`,
    ...product,
    variant === 0 ? "Size" : "",
    SIZES[variant] ?? "",
    `PIECE-${number}-${SIZES[variant]?.charAt(0) ?? ""}`,
    200 + variant * 150,
    STOCK,
    "deny",
    `${10 + (index % 90)}.${variant}0`,
    `4${number}${variant}000000`,
    `https://images.example.com/pieces/${number}-${variant}.jpg`,
    `${title} seen from side ${variant + 1}`,
  ];
}
