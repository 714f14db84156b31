import { BRASS, circle, each, faded, line, moved, oval, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const tee: Template = {
  shadow: 0,
  draw: (p) =>
    path("M300 160L130 250L186 390L256 356V660H544V356L614 390L670 250L500 160Q400 230 300 160Z", p.c) +
    path("M300 160L130 250L186 390L256 356V660H320V180Z", p.l) +
    path("M544 356L614 390L670 250L600 212Z", p.d) +
    path("M300 160Q400 230 500 160L476 150Q400 196 324 150Z", p.d) +
    line("M256 356V300M544 356V300", p.dd, 5) +
    line("M262 640H538", p.d, 5),
};

const sweater: Template = {
  shadow: 0,
  draw: (p) =>
    path(
      "M300 150L186 206L110 600L210 620L262 400V610H538V400L590 620L690 600L614 206L500 150Q400 210 300 150Z",
      p.c,
    ) +
    path("M300 150L186 206L110 600L210 620L262 400V610H330V170Z", p.l) +
    each([340, 400, 460], (x) =>
      each([0, 1, 2, 3], (i) =>
        line(
          `M${x - 16} ${280 + i * 76}Q${x + 30} ${318 + i * 76} ${x - 16} ${356 + i * 76}M${x + 16} ${280 + i * 76}Q${x - 30} ${318 + i * 76} ${x + 16} ${356 + i * 76}`,
          p.d,
          6,
        ),
      ),
    ) +
    path("M300 150Q400 220 500 150L480 128Q400 170 320 128Z", p.d) +
    rect(258, 600, 284, 50, 10, p.d) +
    path("M104 586L214 610L206 656L96 632ZM696 586L586 610L594 656L704 632Z", p.d),
};

const jacket: Template = {
  shadow: 0,
  draw: (p) =>
    path("M310 140L190 200L112 610L206 632L250 430V670H550V430L594 632L688 610L610 200L490 140Z", p.c) +
    path("M310 140L190 200L112 610L206 632L250 430V670H300V150Z", p.l) +
    path("M310 140L400 250L490 140L530 164L470 300L400 230L330 300L270 164Z", p.t) +
    path("M340 132H460L400 232Z", p.dd) +
    line("M400 250V668", p.dd, 6) +
    each([310, 400, 490, 580], (y) => `<circle cx="420" cy="${y}" r="10" fill="${BRASS}"/>`) +
    each([276, 440], (x) => rect(x, 500, 90, 104, 10, p.d) + rect(x, 500, 90, 34, 10, p.dd)) +
    line("M118 580L212 602M682 580L588 602", p.dd, 8),
};

const beanie: Template = {
  shadow: 0,
  draw: (p) =>
    each(
      [0, 45, 90, 135, 180, 225, 270, 315],
      (a) => `<circle cx="400" cy="146" r="26" fill="${p.l}" transform="rotate(${a} 400 190)"/>`,
    ) +
    circle(400, 190, 56, p.l) +
    circle(384, 174, 24, p.ll) +
    path("M190 520Q180 236 400 236Q620 236 610 520Z", p.c) +
    path("M190 520Q180 250 370 237Q270 320 276 520Z", p.l) +
    each([300, 352, 404, 456, 508], (x) => line(`M${x} 510Q${x} 330 ${400 + (x - 400) * 0.5} 270`, p.d, 7)) +
    rect(170, 490, 460, 130, 40, p.d) +
    each([0, 1, 2, 3, 4, 5, 6, 7, 8], (i) => rect(200 + i * 47, 502, 18, 106, 9, p.c)) +
    rect(520, 530, 70, 50, 6, p.t),
};

const SOCK = "M0 0H150V270Q150 300 176 320L262 386Q310 430 274 480Q244 514 196 490L40 400Q0 376 0 320Z";
const socks: Template = {
  shadow: 0,
  draw: (p) =>
    each(
      [
        [360, 150],
        [190, 190],
      ] as const,
      ([x, y], i) =>
        moved(
          `translate(${x} ${y})`,
          path(SOCK, i ? p.c : p.d),
          rect(-6, -10, 162, 76, 14, i ? p.d : p.dd),
          rect(0, 110, 150, 22, 0, p.t),
          rect(0, 150, 150, 12, 0, p.ll),
          path("M210 346L262 386Q310 430 274 480Q244 514 196 490L180 481Q236 420 210 346Z", p.t),
          path("M0 290Q70 300 74 420L40 400Q0 376 0 320Z", p.t),
        ),
    ),
};

const scarf: Template = {
  shadow: 0,
  draw: (p) =>
    path("M430 330H560L590 640H440Z", p.d) +
    path("M270 330H420L400 590H230Z", p.c) +
    each([0, 1, 2], (i) =>
      path(
        `M${262 - i * 10} ${420 + i * 62}H${413 - i * 5}L${411 - i * 5} ${446 + i * 62}H${260 - i * 10}Z`,
        p.ll,
      ),
    ) +
    each([0, 1, 2], (i) =>
      path(`M${434 + i} ${450 + i * 66}H${572 + i * 6}L${574 + i * 6} ${476 + i * 66}H${435 + i}Z`, p.t),
    ) +
    each([244, 276, 308, 340, 372, 392], (x) => line(`M${x} 590L${x - 6} 640`, p.c, 10)) +
    each([452, 484, 516, 548, 578], (x) => line(`M${x} 640L${x + 4} 690`, p.d, 10)) +
    path("M200 250Q200 140 400 140Q600 140 600 250Q600 400 400 400Q200 400 200 250Z", p.c) +
    path("M200 250Q200 140 400 140Q270 190 280 372Q200 340 200 250Z", p.l) +
    oval(400, 226, 130, 54, p.dd) +
    faded(0.8, line("M236 310Q400 400 564 310", p.ll, 14)),
};

const cap: Template = {
  shadow: 0,
  draw: (p) =>
    path("M180 480Q170 240 390 230Q600 236 610 470Z", p.c) +
    path("M180 480Q170 250 360 232Q270 320 290 476Z", p.l) +
    line("M400 232Q460 330 450 470", p.d, 5) +
    path("M300 470Q480 420 660 470Q760 520 740 560Q560 500 330 540Q250 520 300 470Z", p.d) +
    path("M300 470Q480 420 660 470Q500 470 320 510Q280 494 300 470Z", p.dd) +
    oval(392, 232, 24, 12, p.dd) +
    rect(316, 330, 110, 84, 14, p.t) +
    path("M336 396L370 346L388 372L398 360L412 396Z", p.d),
};

const boot: Template = {
  shadow: 220,
  draw: (p) =>
    moved(
      "translate(96 -26)",
      path("M230 180H400V440Q540 460 566 520Q580 570 570 640H230Z", p.dd),
      rect(220, 170, 190, 44, 14, p.td),
    ) +
    path("M230 180H400V440Q540 460 566 520Q580 570 570 610H230Z", p.c) +
    path("M230 180H290V610H230Z", p.l) +
    rect(220, 170, 190, 44, 14, p.t) +
    path("M220 596H590V616Q590 640 566 640H244Q220 640 220 616Z", p.td) +
    line("M300 260V400", p.ll, 14) +
    rect(376, 236, 24, 70, 10, p.d),
};

/** Clothing. */
export const apparel = { tee, sweater, jacket, beanie, socks, scarf, cap, boot };
