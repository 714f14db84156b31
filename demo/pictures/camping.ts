import {
  BRASS,
  CREAM,
  GLOW,
  INK,
  LEAF,
  LEAF_DARK,
  WOOD,
  WOOD_DARK,
  WOOD_LIGHT,
  circle,
  each,
  faded,
  line,
  moved,
  oval,
  path,
  rect,
} from "./svg.ts";
import type { Template } from "./svg.ts";

const tent: Template = {
  shadow: 300,
  draw: (p) =>
    path("M120 640L360 220H470L680 640Z", p.d) +
    path("M120 640L360 220L540 640Z", p.c) +
    path("M120 640L360 220L250 640Z", p.l) +
    path("M360 330L450 640H280Z", p.dd) +
    path("M360 330L390 640H440Q400 480 360 330Z", GLOW) +
    path("M360 330L320 640H270Q330 500 360 330Z", p.ll) +
    line("M360 220L350 190M470 220L480 196M120 640L80 656M680 640L720 656", INK, 9) +
    path("M100 640q10-30 20 0q14-40 24 0Zm540 0q10-30 20 0q14-40 24 0Z", LEAF),
};

const backpack: Template = {
  shadow: 190,
  draw: (p) =>
    line("M340 170Q340 110 400 110Q460 110 460 170", p.dd, 22) +
    rect(196, 400, 90, 190, 34, p.d) +
    rect(514, 400, 90, 190, 34, p.d) +
    path("M250 300Q250 150 400 150Q550 150 550 300V600Q550 640 510 640H290Q250 640 250 600Z", p.c) +
    path("M250 300Q250 160 360 152Q306 200 306 300V640H290Q250 640 250 600Z", p.l) +
    path("M250 290Q250 150 400 150Q550 150 550 290Q550 330 510 330H290Q250 330 250 290Z", p.d) +
    rect(330, 260, 30, 170, 8, p.t) +
    rect(440, 260, 30, 170, 8, p.t) +
    rect(324, 352, 42, 34, 6, p.td) +
    rect(434, 352, 42, 34, 6, p.td) +
    rect(290, 430, 220, 170, 30, p.d) +
    line("M312 466H488", p.ll, 7) +
    rect(478, 466, 10, 36, 5, p.t),
};

const sleepingBag: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(18 400 400)",
      faded(
        0.12,
        path("M272 220Q272 100 410 100Q548 100 548 220L520 640Q510 730 410 730Q310 730 300 640Z", "#1d1a2b"),
      ),
      path("M260 210Q260 90 400 90Q540 90 540 210L510 630Q500 720 400 720Q300 720 290 630Z", p.c),
      path("M260 210Q260 90 400 90Q320 120 316 210L340 690Q296 680 290 630Z", p.l),
      each([0, 1, 2, 3, 4], (i) =>
        line(`M${272 + i * 5} ${330 + i * 76}Q400 ${356 + i * 76} ${528 - i * 5} ${330 + i * 76}`, p.d, 6),
      ),
      oval(400, 206, 96, 86, p.dd),
      oval(400, 226, 84, 66, p.t),
      rect(336, 216, 128, 56, 24, CREAM),
      line("M486 260L470 640", p.t, 9),
    ),
};

const lantern: Template = {
  shadow: 130,
  draw: (p) =>
    faded(0.5, circle(400, 420, 240, GLOW)) +
    line("M310 300Q300 130 400 130Q500 130 490 300", INK, 14) +
    rect(300, 300, 200, 260, 24, "#fff6d6") +
    path("M400 380Q446 440 416 486Q400 500 384 486Q354 440 400 380Z", "#f6a93b") +
    each([316, 400, 484], (x) => line(`M${x} 300V560`, p.d, x === 400 ? 5 : 10)) +
    path("M330 220H470L520 300H280Z", p.c) +
    path("M330 220H370L340 300H280Z", p.l) +
    path("M290 556H510L536 616Q540 640 512 640H288Q260 640 264 616Z", p.c) +
    circle(400, 600, 16, p.t),
};

const hammock: Template = {
  shadow: 0,
  draw: (p) =>
    each([110, 640], (x) => rect(x, 60, 50, 620, 12, WOOD_DARK) + rect(x, 60, 18, 620, 9, WOOD)) +
    circle(130, 110, 110, LEAF) +
    circle(670, 120, 120, LEAF_DARK) +
    circle(220, 70, 70, LEAF_DARK) +
    circle(580, 70, 70, LEAF) +
    line("M160 300L250 390M160 300L240 410M640 300L550 390M640 300L560 410", CREAM, 7) +
    path("M226 380Q400 640 574 380Q590 420 560 480Q400 700 240 480Q210 420 226 380Z", p.c) +
    path("M226 380Q400 640 574 380Q560 470 400 540Q240 470 226 380Z", p.dd) +
    line("M240 440Q400 640 560 440", p.ll, 12) +
    line("M252 486Q400 650 548 486", p.l, 10) +
    rect(60, 676, 680, 16, 8, LEAF_DARK),
};

const compass: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, rect(242, 142, 340, 560, 40, "#1d1a2b")) +
    rect(230, 126, 340, 560, 40, "#b5d0d2") +
    each([0, 1, 2, 3, 4, 5, 6, 7, 8], (i) => rect(230, 170 + i * 50, i % 2 ? 22 : 38, 6, 0, p.d)) +
    circle(400, 450, 176, p.c) +
    circle(400, 450, 146, CREAM) +
    each(
      [0, 45, 90, 135, 180, 225, 270, 315],
      (a) =>
        `<rect x="396" y="316" width="8" height="26" rx="4" fill="${p.d}" transform="rotate(${a} 400 450)"/>`,
    ) +
    moved(
      "rotate(28 400 450)",
      path("M400 336L428 450H372Z", "#d3492f"),
      path("M400 564L428 450H372Z", "#8d969e"),
    ) +
    circle(400, 450, 14, INK) +
    path("M400 156L424 230H376Z", "#d3492f"),
};

const stool: Template = {
  shadow: 200,
  draw: (p) =>
    line("M250 340L540 630M550 340L260 630", WOOD_DARK, 26) +
    line("M310 340L560 630M490 340L240 630", WOOD, 26) +
    circle(400, 488, 18, BRASS) +
    path("M210 300H590L574 356Q400 420 226 356Z", p.c) +
    path("M210 300H300L310 384Q260 374 226 356Z", p.l) +
    rect(196, 282, 408, 34, 17, WOOD_LIGHT),
};

/** Camping and hiking. */
export const camping = { tent, backpack, sleepingBag, lantern, hammock, compass, stool };
