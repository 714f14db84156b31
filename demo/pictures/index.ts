import { mix, paint } from "../palette.ts";
import { apparel } from "./apparel.ts";
import { bath } from "./bath.ts";
import { camping } from "./camping.ts";
import { desk } from "./desk.ts";
import { drinks } from "./drinks.ts";
import { garden } from "./garden.ts";
import { kitchen } from "./kitchen.ts";
import { living } from "./living.ts";
import { CREAM, LEAF, LEAF_DARK, WOOD, WOOD_DARK } from "./svg.ts";
import { circle, faded, moved, oval, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const templates = { ...kitchen, ...drinks, ...living, ...garden, ...camping, ...apparel, ...bath, ...desk };

/** The kinds of product there is a drawing for. */
export type Kind = keyof typeof templates;

/** What a picture shows. */
interface Picture {
  kind: Kind;
  color: string;
  trim: string;
  backdrop: string;
  scene?: "shelf" | "hills" | undefined;
}

const SURROUNDINGS: Record<"shelf" | "hills", (wall: string) => string> = {
  shelf: (wall) =>
    rect(0, 0, 800, 800, 0, wall) +
    rect(70, 90, 190, 240, 8, "#ffffff") +
    rect(90, 110, 150, 200, 4, mix(wall, "#5f7f8f", 0.35)) +
    path("M90 310L150 220L186 262L206 240L240 310Z", mix(wall, "#3f5f5f", 0.5)) +
    path("M640 560Q590 470 640 380Q690 470 640 560Z", LEAF) +
    path("M640 560Q560 540 560 450Q630 470 640 560Z", LEAF_DARK) +
    path("M640 560Q720 540 720 450Q650 470 640 560Z", LEAF_DARK) +
    path("M590 540H690L676 630H604Z", CREAM) +
    rect(0, 630, 800, 26, 0, WOOD) +
    rect(0, 656, 800, 144, 0, WOOD_DARK),
  hills: (sky) =>
    rect(0, 0, 800, 800, 0, mix(sky, "#bfe0ee", 0.6)) +
    circle(620, 170, 70, "#ffe9a8") +
    path("M0 520L190 260L330 450L470 300L800 560V800H0Z", "#9fb7b5") +
    path("M190 260L236 322L194 340L150 316ZM470 300L520 338L468 356L432 344Z", CREAM) +
    path("M0 580Q200 470 420 580T800 540V800H0Z", "#86ad7c") +
    path("M60 600L100 470L140 600ZM120 610L150 510L180 610ZM690 600L730 450L770 600Z", LEAF_DARK) +
    path("M0 640Q300 590 800 640V800H0Z", LEAF),
};

/** Draws a picture as a self-contained SVG document: no scripts, fonts or references. */
export function drawPicture({ kind, color, trim, backdrop, scene }: Picture): string {
  const template: Template = templates[kind];
  const drawing = template.draw(paint(color, trim));
  const wall = mix(backdrop, color, 0.1);
  const shadow = template.shadow ? faded(0.14, oval(400, 642, template.shadow, 20, "#1d1a2b")) : "";
  const content = scene
    ? SURROUNDINGS[scene](wall) + moved("translate(76 178) scale(.72)", shadow, drawing)
    : rect(0, 0, 800, 800, 0, wall) + circle(400, 400, 330, mix(wall, "#ffffff", 0.38)) + shadow + drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">${content}</svg>\n`;
}
