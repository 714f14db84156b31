/** Picture colours of the option values (colours, materials and scents) used in the catalog. */
export const COLORS: Readonly<Record<string, string>> = {
  "Amber Fig": "#8d4a52",
  "Brick Red": "#b5483a",
  Butter: "#efcf6f",
  Cedarwood: "#7f5a3f",
  Charcoal: "#474b52",
  Clay: "#c9775a",
  "Copper Red": "#bf6040",
  Ecru: "#e6dbc5",
  Ember: "#dd6b3b",
  Fern: "#5d8a5e",
  "Forest Green": "#39654f",
  Graphite: "#4a4f57",
  "Heather Gray": "#a9adb3",
  "Ink Blue": "#2f4668",
  Lavender: "#a596c9",
  Lemongrass: "#b9bf5a",
  "Matte Black": "#33353a",
  Meadow: "#d9667a",
  Moss: "#6f7f45",
  Mustard: "#d7a136",
  Navy: "#2d3f63",
  Oat: "#dccbb0",
  Ochre: "#cc8b3c",
  Olive: "#7c7d48",
  Pollinator: "#8f6bb3",
  "Raw Brass": "#c9a04e",
  Rose: "#d98d8f",
  Rust: "#b25a36",
  Sage: "#9bb094",
  Sand: "#d8c09a",
  "Sea Glass": "#86b8ae",
  Shade: "#4f8a83",
  "Sky Blue": "#86b3d1",
  Snow: "#f3f1ec",
  Steel: "#b4bcc4",
  "Stone Blue": "#6f8fae",
  "Sunrise Coral": "#e8806c",
  Teal: "#2f7f86",
  "Vanilla Crème": "#ead7ad",
  White: "#f4f2ee",
};

const channels = (hex: string): number[] => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

/** Mixes two hex colours: `share` 0 is the first one, 1 the second one. */
export function mix(first: string, second: string, share: number): string {
  const other = channels(second);
  const mixed = channels(first).map((value, i) => Math.round(value + ((other[i] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The tones a picture is painted with, all derived from two colours. */
export interface Paint {
  /** Main colour, then darker, much darker, lighter and much lighter tones of it. */
  c: string;
  d: string;
  dd: string;
  l: string;
  ll: string;
  /** Second colour with its darker and lighter tones. */
  t: string;
  td: string;
  tl: string;
}

/** Derives the tones of a picture from its main and its second colour. */
export function paint(color: string, trim: string): Paint {
  const dark = "#1d1a2b";
  const light = "#fffaf0";
  return {
    c: color,
    d: mix(color, dark, 0.18),
    dd: mix(color, dark, 0.45),
    l: mix(color, light, 0.28),
    ll: mix(color, light, 0.6),
    t: trim,
    td: mix(trim, dark, 0.2),
    tl: mix(trim, light, 0.35),
  };
}
