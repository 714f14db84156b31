import { BRASS, CREAM, GLOW, INK, circle, each, faded, line, moved, oval, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const lamp: Template = {
  shadow: 130,
  draw: (p) =>
    faded(0.45, circle(400, 320, 240, GLOW)) +
    rect(390, 380, 20, 110, 0, BRASS) +
    path("M400 470Q480 480 480 560Q480 612 450 640H350Q320 612 320 560Q320 480 400 470Z", p.c) +
    path("M390 471Q356 520 366 640H350Q320 612 320 560Q322 484 390 471Z", p.l) +
    path("M310 180H490L560 400H240Z", CREAM) +
    path("M310 180H360L330 400H240Z", "#ffffff") +
    path("M440 180H490L560 400H480Z", "#efe2c8") +
    rect(236, 392, 328, 14, 7, BRASS),
};

const pendant: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.4, path("M220 470H580L720 800H80Z", GLOW)) +
    rect(396, 0, 8, 230, 0, INK) +
    rect(372, 206, 56, 54, 10, BRASS) +
    circle(400, 474, 46, "#fff6d6") +
    path("M180 470Q190 262 400 252Q610 262 620 470Z", p.c) +
    path("M180 470Q190 262 400 252Q290 300 280 470Z", p.l) +
    path("M620 470Q610 262 400 252Q530 310 536 470Z", p.d) +
    rect(172, 462, 456, 18, 9, p.dd),
};

const chair: Template = {
  shadow: 240,
  draw: (p) =>
    line("M250 520L216 634M560 520L596 634M300 540L290 634M520 540L534 634", p.td, 20) +
    path("M236 190Q240 160 280 160H500Q540 160 544 190L566 470H220Z", p.c) +
    path("M236 190Q240 160 280 160H330L320 470H220Z", p.l) +
    each([330, 400, 470], (x) => circle(x, 270, 9, p.d)) +
    rect(206, 430, 380, 100, 40, p.d) +
    rect(206, 420, 380, 80, 38, p.l) +
    rect(206, 430, 380, 66, 33, p.c) +
    line(
      "M176 380Q180 352 210 356L238 366M616 380Q612 352 582 356L556 366M180 376L222 530M612 376L574 530",
      p.t,
      24,
    ) +
    rect(214, 516, 366, 22, 11, p.t),
};

const blanket: Template = {
  shadow: 270,
  draw: (p) =>
    each([0, 1, 2], (i) =>
      rect(160 + i * 10, 540 - i * 90, 480 - i * 20, 96, 46, [p.d, p.c, p.l][i] ?? p.c),
    ) +
    each([0, 1, 2], (i) =>
      line(`M${210 + i * 10} ${588 - i * 90}H${560 - i * 10}`, [p.dd, p.d, p.c][i] ?? p.d, 5),
    ) +
    path("M330 330H500Q520 330 520 350V590H310V350Q310 330 330 330Z", p.c) +
    each([0, 1, 2, 3, 4], (i) =>
      line(
        `M322 ${380 + i * 46}L${362} ${356 + i * 46}L${415} ${380 + i * 46}L${468} ${356 + i * 46}L508 ${380 + i * 46}`,
        p.ll,
        7,
      ),
    ) +
    line(
      each([320, 345, 370, 395, 420, 445, 470, 495, 510], (x) => `M${x} 590V622`),
      p.ll,
      7,
    ),
};

/** Every second stitch of a bouclé field, as one path. */
const loops = (odd: number, stroke: string): string => {
  const stitches = [0, 1, 2, 3, 4].flatMap((i) => [0, 1, 2, 3, 4].map((j) => [i, j] as const));
  const own = stitches.filter(([i, j]) => (i + j) % 2 === odd);
  return line(
    each(own, ([i, j]) => `M${268 + j * 62} ${284 + i * 62}a14 14 0 0 1 28 0`),
    stroke,
    8,
  );
};

const cushion: Template = {
  shadow: 240,
  draw: (p) =>
    path(
      "M170 190Q180 160 220 172Q400 210 580 172Q620 160 630 190Q596 400 632 610Q626 646 584 634Q400 600 216 634Q174 646 168 610Q204 400 170 190Z",
      p.c,
    ) +
    path(
      "M170 190Q180 160 220 172Q250 180 280 186Q240 400 276 624Q246 628 216 634Q174 646 168 610Q204 400 170 190Z",
      p.l,
    ) +
    faded(0.7, loops(0, p.d), loops(1, p.ll)),
};

const candle: Template = {
  shadow: 150,
  draw: (p) =>
    faded(0.5, circle(400, 240, 130, GLOW)) +
    path("M400 160Q452 240 420 280Q400 300 380 280Q348 240 400 160Z", "#f6a93b") +
    path("M400 214Q424 256 410 276Q400 284 390 276Q376 256 400 214Z", "#ffe9a8") +
    line("M400 290V350", INK, 8) +
    rect(270, 340, 260, 300, 34, p.c) +
    faded(0.35, rect(270, 320, 260, 50, 20, "#ffffff"), rect(288, 350, 34, 260, 17, "#ffffff")) +
    oval(400, 346, 118, 20, p.ll) +
    rect(310, 430, 180, 130, 12, CREAM) +
    path("M400 452Q440 480 400 524Q360 480 400 452Z", p.c) +
    rect(350, 536, 100, 9, 4, p.d),
};

const clock: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, circle(412, 420, 250, "#1d1a2b")) +
    circle(400, 400, 250, p.c) +
    circle(400, 400, 216, CREAM) +
    each(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
      (i) =>
        `<rect x="394" y="204" width="12" height="${i % 3 ? 22 : 42}" rx="6" fill="${i % 3 ? p.l : p.d}" transform="rotate(${i * 30} 400 400)"/>`,
    ) +
    line("M400 400L310 330", INK, 18) +
    line("M400 400L500 270", INK, 12) +
    line("M400 440V270", "#d9694f", 5) +
    circle(400, 400, 18, "#d9694f"),
};

const giftCard: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(-8 400 400)",
      faded(0.14, rect(142, 242, 540, 350, 34, "#1d1a2b")),
      rect(130, 225, 540, 350, 34, p.c),
      faded(0.35, circle(540, 450, 116, p.l)),
      rect(270, 225, 50, 350, 0, p.t),
      rect(130, 330, 540, 50, 0, p.t),
      path("M295 355Q190 250 170 310Q160 370 295 355Z", p.tl),
      path("M295 355Q400 250 420 310Q430 370 295 355Z", p.tl),
      path("M295 355L236 452L280 440L295 355L330 444L366 440Z", p.td),
      circle(295, 355, 26, p.t),
      each([0, 1, 2, 3], (i) => rect(440 + i * 50, 500, 36, 12, 6, p.ll)),
    ),
};

/** Furniture, light and comfort. */
export const living = { lamp, pendant, chair, blanket, cushion, candle, clock, giftCard };
