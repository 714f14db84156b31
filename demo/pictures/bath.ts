import { CREAM, WOOD_DARK, WOOD_LIGHT, circle, each, faded, line, moved, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const soap: Template = {
  shadow: 240,
  draw: (p) =>
    rect(170, 590, 460, 34, 12, WOOD_LIGHT) +
    each([200, 560], (x) => rect(x, 614, 40, 26, 4, WOOD_DARK)) +
    rect(210, 400, 380, 192, 60, p.d) +
    rect(210, 380, 380, 180, 60, p.c) +
    rect(240, 396, 320, 30, 15, p.l) +
    faded(0.8, rect(300, 440, 200, 80, 36, p.d)) +
    rect(308, 448, 184, 72, 32, p.l) +
    each(
      [
        [250, 330, 34],
        [310, 290, 22],
        [220, 270, 16],
        [560, 340, 26],
        [520, 300, 14],
      ] as const,
      ([x, y, r]) =>
        faded(0.75, circle(x, y, r, "#ffffff")) + circle(x - r * 0.3, y - r * 0.3, r * 0.25, p.l),
    ),
};

const pump: Template = {
  shadow: 140,
  draw: (p) =>
    line("M400 230V160H300", p.t, 26) +
    path("M290 148V200", "none", `stroke="${p.t}" stroke-width="20" stroke-linecap="round"`) +
    rect(356, 220, 88, 56, 10, p.td) +
    path("M340 276H460Q530 290 530 350V600Q530 640 490 640H310Q270 640 270 600V350Q270 290 340 276Z", p.c) +
    path("M340 276H360Q320 300 320 350V640H310Q270 640 270 600V350Q270 290 340 276Z", p.l) +
    rect(310, 390, 180, 180, 10, CREAM) +
    path("M400 420Q450 470 400 520Q350 470 400 420Z", p.c) +
    line("M400 440V536", p.d, 5) +
    rect(350, 546, 100, 8, 4, p.d),
};

const towels: Template = {
  shadow: 240,
  draw: (p) =>
    each(
      [p.d, p.c, p.l],
      (fill, i) =>
        rect(180 + i * 14, 530 - i * 110, 440 - i * 28, 110, 52, fill) +
        path(
          `M${560 - i * 14} ${552 - i * 110}a34 34 0 0 1 0 66a20 20 0 0 1 0-40`,
          "none",
          `stroke="${p.dd}" stroke-width="6" stroke-linecap="round" opacity=".5"`,
        ) +
        faded(
          0.35,
          line(
            each([0, 1, 2, 3, 4, 5], (j) => `M${240 + j * 46 + i * 4} ${552 - i * 110}v64`),
            p.dd,
            5,
          ),
        ),
    ) +
    line("M330 310Q316 220 366 180", "#5f9163", 8) +
    each(
      [
        [342, 240, -30],
        [366, 200, 30],
        [334, 276, 20],
      ] as const,
      ([x, y, a]) =>
        `<ellipse cx="${x}" cy="${y}" rx="34" ry="14" fill="#76a877" transform="rotate(${a} ${x} ${y})"/>`,
    ),
};

const tube: Template = {
  shadow: 110,
  draw: (p) =>
    path("M280 130H520L490 560H310Z", p.c) +
    path("M280 130H350L352 560H310Z", p.l) +
    path("M460 130H520L490 560H446Z", p.d) +
    rect(272, 112, 256, 44, 6, p.d) +
    each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], (i) => rect(284 + i * 24, 116, 8, 36, 2, p.l)) +
    rect(320, 556, 160, 84, 14, p.t) +
    each([340, 370, 400, 430, 456], (x) => rect(x, 572, 8, 58, 4, p.td)) +
    rect(340, 230, 120, 220, 60, CREAM) +
    path("M400 270Q440 320 400 370Q360 320 400 270Z", p.c) +
    rect(368, 396, 64, 8, 4, p.d),
};

const jar: Template = {
  shadow: 160,
  draw: (p) =>
    rect(250, 300, 300, 340, 50, "#e3eef0") +
    path("M262 400Q330 380 400 404Q470 424 538 396V590Q538 628 500 628H300Q262 628 262 590Z", p.c) +
    faded(
      0.8,
      each(
        [
          [300, 440],
          [360, 600],
          [500, 430],
          [520, 580],
          [290, 560],
          [440, 600],
          [514, 500],
        ] as const,
        ([x, y], i) => moved(`rotate(${i * 25} ${x} ${y})`, rect(x - 8, y - 8, 18, 18, 4, p.ll)),
      ),
    ) +
    rect(310, 450, 180, 120, 10, CREAM) +
    path("M400 466Q436 500 400 530Q364 500 400 466Z", p.d) +
    rect(350, 544, 100, 9, 4, p.c) +
    rect(264, 210, 272, 100, 20, WOOD_LIGHT) +
    rect(264, 280, 272, 30, 10, WOOD_DARK) +
    faded(0.7, rect(270, 340, 20, 240, 10, "#ffffff")),
};

const brush: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(38 400 400)",
      each([0, 1, 2, 3, 4, 5, 6, 7, 8], (i) =>
        rect(296 + i * 24, 470, 14, 96, 7, i % 2 ? "#e7d7b8" : "#d7c29a"),
      ),
      rect(374, 40, 52, 330, 26, p.d).replace("/>", ' transform="rotate(90 400 420) translate(0 60)"/>'),
      rect(270, 400, 260, 90, 45, p.c),
      rect(296, 412, 200, 20, 10, p.l),
    ) + line("M632 640Q690 690 700 620Q690 580 640 626", CREAM, 8),
};

const spray: Template = {
  shadow: 120,
  draw: (p) =>
    faded(
      0.8,
      each(
        [
          [210, 150],
          [170, 190],
          [220, 210],
          [160, 130],
          [120, 170],
          [180, 240],
        ] as const,
        ([x, y], i) => circle(x, y, 7 + (i % 3) * 3, "#ffffff"),
      ),
    ) +
    path("M290 150H450V210H360L340 240Z", p.t) +
    line("M330 220Q330 270 300 290", p.td, 14) +
    rect(364, 206, 76, 60, 8, p.td) +
    path("M360 266H440Q510 290 510 360V600Q510 640 470 640H330Q290 640 290 600V360Q290 290 360 266Z", p.c) +
    path("M360 266H376Q340 300 340 360V640H330Q290 640 290 600V360Q290 290 360 266Z", p.l) +
    rect(320, 400, 160, 170, 8, CREAM) +
    path("M400 420L440 490H420L452 536H348L380 490H360Z", p.d) +
    rect(394, 536, 12, 18, 0, p.dd),
};

/** Soap, towels and care. */
export const bath = { soap, pump, towels, tube, jar, brush, spray };
