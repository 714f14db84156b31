import { CREAM, INK, circle, each, faded, line, oval, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const STEAM = "#ffffff";
const COFFEE = "#6b4330";

const mug: Template = {
  shadow: 170,
  draw: (p) =>
    faded(
      0.7,
      each([320, 380, 440], (x) => line(`M${x} 220C${x - 30} 185 ${x + 30} 165 ${x} 125`, STEAM, 12)),
    ) +
    line("M516 350H560Q622 350 622 420V440Q622 520 540 520H510", p.d, 36) +
    path("M240 280H520V550Q520 640 430 640H330Q240 640 240 550Z", p.c) +
    path("M240 280H300V632Q240 616 240 550Z", p.l) +
    path("M240 540Q380 590 520 540V550Q520 640 430 640H330Q240 640 240 550Z", p.d) +
    oval(380, 280, 140, 30, p.d) +
    oval(380, 284, 120, 21, COFFEE) +
    faded(
      0.5,
      each(
        [
          [330, 380],
          [410, 350],
          [470, 420],
          [360, 470],
          [440, 500],
          [330, 540],
          [480, 340],
        ] as const,
        ([x, y], i) => circle(x, y, 4 + (i % 3), p.dd),
      ),
    ),
};

const campMug: Template = {
  shadow: 180,
  draw: (p) =>
    line("M520 360Q640 340 632 440Q626 540 516 540", p.d, 24) +
    path("M230 300H530L522 610Q520 640 490 640H270Q240 640 238 610Z", p.c) +
    path("M230 300H290L296 640H270Q240 640 238 610Z", p.l) +
    oval(380, 300, 154, 32, INK) +
    oval(380, 300, 138, 23, CREAM) +
    oval(380, 306, 118, 15, COFFEE) +
    path("M310 540L380 420L416 480L436 450L490 540Z", p.ll) +
    path("M380 420L404 460L380 472L358 458Z", CREAM) +
    faded(
      0.6,
      each(
        [
          [280, 380],
          [500, 390],
          [470, 590],
          [300, 600],
        ] as const,
        ([x, y]) => circle(x, y, 5, p.ll),
      ),
    ),
};

const bottle: Template = {
  shadow: 120,
  draw: (p) =>
    line("M352 160Q350 96 400 96Q450 96 448 160", p.td, 18) +
    rect(340, 150, 120, 76, 16, p.t) +
    each([360, 384, 408, 432], (x) => rect(x, 162, 8, 52, 4, p.td)) +
    rect(352, 222, 96, 30, 4, "#c4ccd2") +
    path("M352 250H448Q510 290 510 350V600Q510 640 470 640H330Q290 640 290 600V350Q290 290 352 250Z", p.c) +
    path("M352 250H372Q344 300 344 350V640H330Q290 640 290 600V350Q290 290 352 250Z", p.l) +
    path("M470 268Q510 300 510 350V600Q510 640 470 640Z", p.d) +
    rect(290, 580, 220, 16, 0, p.t) +
    path("M360 480L400 410L424 450L436 434L462 480Z", p.ll),
};

const dripper: Template = {
  shadow: 160,
  draw: (p) =>
    path("M330 420H470L552 596Q562 640 510 640H290Q238 640 248 596Z", "#dfeaee") +
    path("M282 522H518L552 596Q562 640 510 640H290Q238 640 248 596Z", COFFEE) +
    faded(0.6, line("M320 450L270 590", "#ffffff", 12)) +
    line("M400 400V520", COFFEE, 8) +
    line("M540 250Q640 240 628 320Q612 380 500 360", p.d, 22) +
    path("M250 210H550L452 380H348Z", p.c) +
    path("M250 210H330L376 380H348Z", p.l) +
    path("M270 210L300 160H500L530 210Z", CREAM) +
    rect(300, 376, 200, 28, 14, p.d) +
    rect(238, 198, 324, 26, 13, p.d),
};

const kettle: Template = {
  shadow: 200,
  draw: (p) =>
    line("M280 570C170 580 210 380 130 330", p.d, 32) +
    line("M556 380C690 320 700 560 602 566", p.t, 30) +
    path("M266 396Q276 336 340 330H480Q544 336 554 396L584 596Q588 640 544 640H276Q232 640 236 596Z", p.c) +
    path("M266 396Q276 336 340 330H360Q320 350 316 400L300 640H276Q232 640 236 596Z", p.l) +
    path("M238 586H582L584 596Q588 640 544 640H276Q232 640 236 596Z", p.d) +
    path("M310 332Q320 284 410 282Q500 284 510 332Z", p.d) +
    rect(396, 246, 28, 40, 6, p.td) +
    circle(410, 240, 24, p.t),
};

const teapot: Template = {
  shadow: 200,
  draw: (p) =>
    line("M570 420Q700 380 690 490Q680 580 560 560", p.d, 30) +
    path("M270 540Q180 520 168 390L110 352L150 330L214 356Q240 430 300 440Z", p.d) +
    oval(410, 500, 194, 140, p.c) +
    path("M222 474Q240 380 360 366Q280 430 300 600Q210 560 222 474Z", p.l) +
    faded(0.35, line("M236 540Q410 610 586 540", p.dd, 8)) +
    path("M310 388Q330 330 410 328Q490 330 510 388Z", p.d) +
    rect(298, 378, 224, 20, 10, p.dd) +
    circle(410, 314, 24, p.dd) +
    rect(310, 620, 200, 22, 8, p.d),
};

const tumblers: Template = {
  shadow: 220,
  draw: (p) =>
    each(
      [190, 416],
      (x, i) =>
        faded(
          0.75,
          path(
            `M${x} 300H${x + 194}L${x + 176} 612Q${x + 174} 640 ${x + 148} 640H${x + 46}Q${x + 20} 640 ${x + 18} 612Z`,
            "#e7f1f2",
          ),
        ) +
        path(
          `M${x + 9} ${430 - i * 40}H${x + 185}L${x + 172} 600Q${x + 170} 616 ${x + 148} 616H${x + 46}Q${x + 24} 616 ${x + 22} 600Z`,
          i ? p.l : p.c,
        ) +
        oval(x + 97, 430 - i * 40, 88, 16, i ? p.ll : p.l) +
        oval(x + 97, 300, 97, 18, "#f6fbfb") +
        faded(0.7, line(`M${x + 36} 340L${x + 48} 580`, "#ffffff", 12)),
    ) +
    circle(590, 314, 56, "#f2b33d") +
    circle(590, 314, 44, "#fbe3a0") +
    each(
      [0, 45, 90, 135],
      (a) => `<path d="M548 314H632" stroke="#f2b33d" stroke-width="6" transform="rotate(${a} 590 314)"/>`,
    ),
};

const coffeeBag: Template = {
  shadow: 180,
  draw: (p) =>
    path("M250 230H550L576 600Q578 640 540 640H260Q222 640 224 600Z", p.c) +
    path("M250 230H310L300 640H260Q222 640 224 600Z", p.l) +
    path("M490 230H550L576 600Q578 640 540 640H506Z", p.d) +
    rect(240, 150, 320, 92, 10, p.d) +
    rect(240, 184, 320, 16, 0, p.dd) +
    rect(300, 330, 200, 220, 14, CREAM) +
    `<g transform="rotate(30 400 420)">${oval(400, 420, 44, 62, COFFEE)}${line("M400 364Q376 410 400 430Q424 450 400 476", CREAM, 8)}</g>` +
    rect(340, 510, 120, 12, 6, p.c),
};

/** Cups, pots and what goes into them. */
export const drinks = { mug, campMug, bottle, dripper, kettle, teapot, tumblers, coffeeBag };
