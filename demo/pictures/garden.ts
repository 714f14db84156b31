import {
  BRASS,
  CREAM,
  INK,
  LEAF,
  LEAF_DARK,
  WOOD_DARK,
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

const leaves =
  line("M400 430V250", LEAF_DARK, 10) +
  path("M400 400Q250 400 240 250Q380 260 400 400Z", LEAF) +
  path("M400 400Q550 400 560 250Q420 260 400 400Z", LEAF_DARK) +
  path("M400 330Q310 230 400 110Q490 230 400 330Z", "#76a877");

const pot: Template = {
  shadow: 150,
  draw: (p) =>
    leaves +
    path("M268 440H532L504 612Q500 640 470 640H330Q300 640 296 612Z", p.c) +
    path("M268 440H330L346 640H330Q300 640 296 612Z", p.l) +
    path("M268 470H532L528 496H272Z", p.d) +
    rect(250, 400, 300, 72, 14, p.c) +
    rect(250, 400, 70, 72, 14, p.l),
};

const planter: Template = {
  shadow: 160,
  draw: (p) =>
    each(
      [-52, -26, 0, 26, 52],
      (a, i) =>
        `<path d="M400 440Q350 290 400 130Q450 290 400 440Z" fill="${i % 2 ? LEAF_DARK : LEAF}" transform="rotate(${a} 400 440)"/>`,
    ) +
    path("M250 410H550V560Q550 640 470 640H330Q250 640 250 560Z", p.c) +
    each([0, 1, 2, 3, 4, 5], (i) => rect(262 + i * 48, 440, 26, 170, 13, i < 2 ? p.l : p.d)) +
    rect(240, 398, 320, 36, 18, p.d),
};

const wateringCan: Template = {
  shadow: 190,
  draw: (p) =>
    line("M390 380C400 200 660 200 610 480", p.d, 24) +
    path("M320 560L150 318L178 300L340 440Z", p.d) +
    moved("rotate(-40 160 300)", rect(104, 284, 112, 30, 10, p.dd)) +
    each(
      [
        [96, 360],
        [126, 396],
        [78, 420],
        [112, 452],
      ] as const,
      ([x, y]) => path(`M${x} ${y}q14 22 0 30q-14-8 0-30Z`, "#7fb2d6"),
    ) +
    path("M310 380H590L610 600Q612 640 574 640H326Q288 640 290 600Z", p.c) +
    path("M310 380H370L356 640H326Q288 640 290 600Z", p.l) +
    oval(450, 380, 140, 26, p.dd) +
    rect(298, 560, 306, 16, 0, p.d),
};

const trowel: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(32 400 400)",
      path(
        "M250 400Q250 380 270 380H370Q390 380 390 400L380 560Q360 660 320 690Q280 660 260 560Z",
        "#b4bcc4",
      ),
      path("M320 380H370Q390 380 390 400L380 560Q360 660 320 690Z", "#98a2ab"),
      rect(308, 290, 24, 100, 8, "#8a939b"),
      rect(290, 90, 60, 210, 28, p.c),
      rect(298, 100, 16, 180, 8, p.l),
      rect(290, 270, 60, 18, 4, BRASS),
    ) +
    moved(
      "rotate(-32 400 400)",
      line("M430 560V440H530V560M480 440V640M430 560V640M530 560V640", "#98a2ab", 20),
      rect(468, 290, 24, 160, 8, "#8a939b"),
      rect(450, 90, 60, 210, 28, p.d),
      rect(458, 100, 16, 180, 8, p.c),
      rect(450, 270, 60, 18, 4, BRASS),
    ),
};

const seeds: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, rect(252, 152, 320, 520, 14, "#1d1a2b")) +
    rect(240, 140, 320, 520, 14, CREAM) +
    rect(240, 140, 320, 70, 14, p.d) +
    rect(270, 164, 260, 10, 5, p.ll) +
    rect(270, 240, 260, 300, 18, p.ll) +
    each(
      [
        [340, 370, 30],
        [400, 320, 40],
        [462, 380, 30],
      ] as const,
      ([x, y, r], i) =>
        line(`M${x} ${y}Q${x} 460 ${x + 6} 540`, LEAF_DARK, 8) +
        each(
          [0, 72, 144, 216, 288],
          (a) =>
            `<circle cx="${x}" cy="${y - r}" r="${r * 0.62}" fill="${i % 2 ? p.c : p.l}" transform="rotate(${a} ${x} ${y})"/>`,
        ) +
        circle(x, y, r * 0.5, "#f2b33d"),
    ) +
    rect(310, 574, 180, 16, 8, p.c) +
    rect(340, 606, 120, 10, 5, p.l) +
    each(
      [
        [190, 640],
        [214, 672],
        [600, 650],
        [630, 620],
      ] as const,
      ([x, y]) => oval(x, y, 10, 6, "#7f5a3f"),
    ),
};

const birdhouse: Template = {
  shadow: 90,
  draw: (p) =>
    rect(388, 560, 24, 80, 0, WOOD_DARK) +
    path("M270 320L400 200L530 320V570H270Z", p.c) +
    path("M270 320L400 200V570H270Z", p.l) +
    each([330, 400, 470], (x) => line(`M${x} 300V566`, p.d, 4)) +
    path("M400 130L600 318L566 352L400 196L234 352L200 318Z", p.t) +
    circle(400, 390, 50, p.dd) +
    rect(388, 466, 24, 40, 8, p.dd) +
    path("M470 470q6-46 50-40l26-16-6 30q0 40-40 44Z", "#5b8fb5") +
    circle(522, 444, 5, INK) +
    rect(256, 560, 288, 22, 8, WOOD_DARK),
};

const hanging: Template = {
  shadow: 0,
  draw: (p) =>
    circle(400, 96, 26, "none").replace("/>", ` stroke="${BRASS}" stroke-width="12"/>`) +
    line("M400 124L262 450M400 124L538 450M400 124V440", p.c, 12) +
    moved("translate(100 110) scale(.75)", leaves) +
    path("M262 420H538Q540 560 400 580Q260 560 262 420Z", p.t) +
    path("M262 420H330Q330 540 400 580Q260 560 262 420Z", p.tl) +
    line("M262 450L330 540L400 460L470 540L538 450M330 540Q380 580 400 600Q420 580 470 540", p.c, 11) +
    circle(400, 604, 20, p.d) +
    each([370, 385, 400, 415, 430], (x) => line(`M400 620L${x} 730`, p.c, 9)),
};

/** Pots, tools and seeds. */
export const garden = { pot, planter, wateringCan, trowel, seeds, birdhouse, hanging };
