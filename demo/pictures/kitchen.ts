import { CREAM, WOOD, WOOD_DARK, circle, each, faded, line, moved, oval, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const board: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, rect(232, 166, 360, 510, 44, "#1d1a2b")) +
    rect(220, 150, 360, 510, 44, p.c) +
    each([0, 1, 2, 3, 4, 5], (i) =>
      each([0, 1, 2], (j) => rect(244 + j * 106, 262 + i * 62, 100, 56, 8, (i + j) % 2 ? p.d : p.l)),
    ) +
    circle(400, 205, 24, p.dd) +
    line("M400 205C400 150 440 140 436 104", CREAM, 8),
};

const knife: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(-38 400 400)",
      faded(
        0.12,
        path("M120 442H470V560H262Q150 552 120 442Z", "#1d1a2b"),
        rect(476, 446, 236, 66, 26, "#1d1a2b"),
      ),
      path("M112 420H470V532H262Q140 528 112 420Z", "#c9d1d8"),
      path("M112 420H470V462H134Q120 446 112 420Z", "#e4e9ed"),
      rect(462, 412, 28, 84, 6, "#8d969e"),
      path("M488 416H676Q716 418 714 452Q710 486 672 484L488 490Z", p.c),
      path("M488 416H676Q700 417 709 432H488Z", p.l),
      each([530, 590, 650], (x) => circle(x, 453, 9, p.ll)),
    ),
};

const dutchOven: Template = {
  shadow: 250,
  draw: (p) =>
    line("M196 440Q130 432 138 476Q146 504 198 494", p.d, 26) +
    line("M604 440Q670 432 662 476Q654 504 602 494", p.d, 26) +
    path("M190 380H610V550Q610 640 520 640H280Q190 640 190 550Z", p.c) +
    path("M190 380H260V640Q190 630 190 550Z", p.l) +
    path("M540 380H610V550Q610 630 540 638Z", p.d) +
    path("M176 380Q180 268 400 262Q620 268 624 380Z", p.c) +
    path("M214 350Q240 296 380 288", "none", `stroke="${p.ll}" stroke-width="14" stroke-linecap="round"`) +
    rect(168, 366, 464, 32, 16, p.d) +
    rect(384, 234, 32, 34, 6, p.dd) +
    oval(400, 226, 46, 22, "#d5b26a"),
};

const skillet: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, circle(352, 470, 222, "#1d1a2b")) +
    line("M490 300L660 130", p.d, 50) +
    line("M500 288L656 132", p.l, 12) +
    circle(648, 142, 13, CREAM) +
    circle(340, 450, 222, p.d) +
    circle(340, 450, 190, p.c) +
    circle(340, 450, 176, p.dd) +
    path(
      "M250 420Q240 350 320 352Q350 310 400 356Q464 362 448 430Q474 500 404 510Q350 560 306 512Q226 500 250 420Z",
      "#fffdf6",
    ) +
    circle(346, 432, 46, "#f2b33d") +
    circle(334, 420, 12, "#f9d27e"),
};

const teaTowel: Template = {
  shadow: 0,
  draw: (p) =>
    rect(150, 180, 500, 20, 10, WOOD) +
    each(
      [190, 416],
      (x, i) =>
        faded(0.1, rect(x + 12, 196, 194, 430 - i * 60, 6, "#1d1a2b")) +
        rect(x, 176, 194, 430 - i * 60, 6, i ? p.l : p.c) +
        rect(x, 176, 194, 22, 6, p.d) +
        each([0, 1, 2], (j) => rect(x, 500 - i * 60 + j * 28, 194, j === 1 ? 14 : 7, 0, i ? p.d : p.ll)) +
        path(`M${x + 60} 200V480`, "none", `stroke="${p.d}" stroke-width="5" opacity=".35"`),
    ) +
    circle(150, 190, 20, WOOD_DARK) +
    circle(650, 190, 20, WOOD_DARK),
};

const utensils: Template = {
  shadow: 150,
  draw: (p) =>
    line("M350 480L300 250", p.d, 20) +
    oval(288, 200, 44, 66, p.c) +
    oval(290, 206, 26, 44, p.d) +
    line("M400 480L404 230", p.c, 20) +
    rect(364, 110, 80, 150, 26, p.l) +
    each([386, 404, 422], (x) => line(`M${x} 140V214`, p.d, 7)) +
    line("M450 480L510 250", p.d, 20) +
    moved("rotate(14 520 200)", path("M484 130Q520 108 556 130L546 268H494Z", p.c)) +
    path("M270 400H530L510 610Q506 640 470 640H330Q294 640 290 610Z", "#f1ebdf") +
    path("M270 400H530L526 440H274Z", "#ddd2bf") +
    rect(292, 520, 220, 14, 0, "#8fa7b8"),
};

const bowls: Template = {
  shadow: 230,
  draw: (p) =>
    each([p.ll, p.l], (fill, i) =>
      path(
        `M${270 - i * 36} ${250 + i * 70}H${530 + i * 36}Q${524 + i * 36} ${420 + i * 60} 400 ${440 + i * 60}Q${276 - i * 36} ${420 + i * 60} ${270 - i * 36} ${250 + i * 70}Z`,
        fill,
      ),
    ) +
    each([0, 1], (i) => rect(262 - i * 36, 238 + i * 70, 276 + i * 72, 22, 11, i ? p.c : p.l)) +
    path("M188 390H612Q604 560 480 620V640H320V620Q196 560 188 390Z", p.c) +
    path("M188 390H300Q310 560 380 640H320V620Q196 560 188 390Z", p.l) +
    rect(178, 378, 444, 26, 13, p.d),
};

const ramekin: Template = {
  shadow: 220,
  draw: (p) =>
    each(
      [180, 400],
      (x, i) =>
        path(
          `M${x} 450H${x + 220}L${x + 206} 616Q${x + 202} 640 ${x + 176} 640H${x + 44}Q${x + 18} 640 ${x + 14} 616Z`,
          i ? p.c : p.l,
        ) +
        each([34, 72, 110, 148, 186], (dx) => line(`M${x + dx} 496V616`, p.d, 8)) +
        oval(x + 110, 450, 112, 34, p.ll) +
        oval(x + 110, 452, 92, 24, "#e2a24a") +
        oval(x + 90, 448, 36, 9, "#c47a2c"),
    ) +
    moved("rotate(24 560 330)", line("M560 230V420", "#b9c1c8", 14), oval(560, 200, 32, 48, "#d5dbe0")) +
    circle(300, 408, 20, "#7a4a86") +
    circle(274, 424, 16, "#5f3a70") +
    path("M300 390Q320 360 346 372Q338 398 300 390Z", "#5f9163"),
};

/** Cookware and utensils. */
export const kitchen = { board, knife, dutchOven, skillet, teaTowel, utensils, bowls, ramekin };
