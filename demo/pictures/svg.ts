import type { Paint } from "../palette.ts";

/** Draws one kind of product inside an 800x800 field; things that stand do so on y = 640. */
export interface Template {
  /** Half width of the shadow on the ground; 0 for what hangs or lies flat. */
  shadow: number;
  draw: (p: Paint) => string;
}

/** A filled path. */
export const path = (d: string, fill: string, extra = ""): string =>
  `<path d="${d}" fill="${fill}"${extra && ` ${extra}`}/>`;

/** A stroked path with round ends. */
export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

/** A rectangle with rounded corners. */
export const rect = (x: number, y: number, w: number, h: number, r: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;

/** A circle. */
export const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;

/** An ellipse. */
export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;

/** A group with a transform. */
export const moved = (transform: string, ...parts: string[]): string =>
  `<g transform="${transform}">${parts.join("")}</g>`;

/** A group at some opacity. */
export const faded = (opacity: number, ...parts: string[]): string =>
  `<g opacity="${opacity}">${parts.join("")}</g>`;

/** Repeats a part for each of the given values. */
export const each = <T>(values: readonly T[], part: (value: T, index: number) => string): string =>
  values.map(part).join("");

export const WOOD = "#c99c6c";
export const WOOD_DARK = "#a87b4f";
export const WOOD_LIGHT = "#e0bd92";
export const LEAF = "#5f9163";
export const LEAF_DARK = "#46754f";
export const CREAM = "#fbf4e6";
export const INK = "#3a3a46";
export const BRASS = "#d0a24c";
export const GLOW = "#ffe9a8";
