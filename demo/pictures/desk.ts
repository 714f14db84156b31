import { BRASS, CREAM, GLOW, INK, circle, each, faded, line, moved, path, rect } from "./svg.ts";
import type { Template } from "./svg.ts";

const notebook: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(-6 400 400)",
      faded(0.14, rect(238, 146, 360, 530, 22, "#1d1a2b")),
      rect(236, 132, 354, 530, 18, CREAM),
      rect(222, 128, 354, 530, 22, p.c),
      rect(222, 128, 56, 530, 22, p.d),
      rect(320, 220, 200, 110, 10, CREAM),
      rect(344, 252, 152, 9, 4, p.d),
      rect(344, 284, 100, 9, 4, p.l),
      rect(536, 128, 16, 530, 0, p.dd),
      path("M450 656H478V716L464 700L450 716Z", p.t),
    ),
};

const pen: Template = {
  shadow: 0,
  draw: (p) =>
    moved(
      "rotate(42 400 400)",
      faded(0.12, rect(386, 110, 64, 540, 30, "#1d1a2b")),
      rect(384, 60, 32, 60, 12, p.dd),
      rect(366, 100, 68, 470, 24, p.c),
      rect(376, 120, 16, 430, 8, p.ll),
      rect(366, 330, 68, 14, 0, p.dd),
      rect(424, 130, 18, 180, 9, p.d),
      path("M366 560H434L410 670H390Z", p.d),
      path("M390 670H410L400 704Z", INK),
    ) + line("M110 690Q200 640 260 690T420 690T560 670", INK, 8),
};

const headphones: Template = {
  shadow: 0,
  draw: (p) =>
    line("M210 470V400Q210 170 400 170Q590 170 590 400V470", p.d, 44) +
    line("M232 330Q270 192 400 190Q530 192 568 330", p.t, 20) +
    each([-1, 1], (s) =>
      moved(
        `translate(400 0) scale(${s} 1)`,
        rect(90, 400, 76, 240, 38, p.dd),
        rect(140, 380, 116, 280, 56, p.c),
        rect(190, 410, 34, 220, 17, s > 0 ? p.l : p.d),
        circle(206, 520, 12, p.t),
      ),
    ),
};

const speaker: Template = {
  shadow: 190,
  draw: (p) =>
    line("M320 200Q320 130 400 130Q480 130 480 200", p.t, 18) +
    rect(230, 190, 340, 450, 60, p.c) +
    rect(230, 190, 80, 450, 40, p.l) +
    rect(262, 226, 276, 380, 40, p.d) +
    circle(400, 470, 108, p.dd) +
    circle(400, 470, 78, p.c) +
    circle(400, 470, 34, p.ll) +
    circle(400, 296, 46, p.dd) +
    circle(400, 296, 20, p.l) +
    each([300, 500], (x) => circle(x, 256, 9, BRASS)),
};

const deskMat: Template = {
  shadow: 0,
  draw: (p) =>
    faded(0.12, rect(102, 252, 620, 380, 26, "#1d1a2b")) +
    rect(90, 236, 620, 380, 26, p.c) +
    rect(106, 252, 588, 292, 14, "none").replace(
      "/>",
      ` stroke="${p.l}" stroke-width="6" stroke-dasharray="16 12"/>`,
    ) +
    rect(90, 560, 620, 56, 20, p.t) +
    rect(180, 300, 320, 140, 16, "#eef0f2") +
    each([0, 1, 2], (i) =>
      each([0, 1, 2, 3, 4, 5, 6], (j) => rect(194 + j * 42, 314 + i * 40, 34, 30, 6, "#c9ced4")),
    ) +
    rect(570, 310, 80, 120, 40, "#eef0f2") +
    rect(606, 326, 8, 30, 4, "#9aa2aa"),
};

const deskLamp: Template = {
  shadow: 170,
  draw: (p) =>
    faded(0.5, path("M470 330L600 262L730 640H400Z", GLOW)) +
    line("M330 620L250 390L450 210", p.d, 20) +
    line("M350 620L268 392", p.l, 8) +
    circle(250, 390, 24, BRASS) +
    circle(330, 616, 20, BRASS) +
    moved(
      "rotate(-28 520 230)",
      circle(520, 304, 38, "#fff6d6"),
      path("M470 170H570L630 300H410Z", p.c),
      path("M470 170H510L480 300H410Z", p.l),
      rect(490, 140, 60, 40, 12, p.d),
    ) +
    rect(220, 604, 240, 36, 18, p.c),
};

const planner: Template = {
  shadow: 0,
  draw: (p) =>
    moved("rotate(6 400 400)", rect(250, 130, 380, 520, 16, p.ll)) +
    faded(0.12, rect(202, 142, 380, 540, 16, "#1d1a2b")) +
    path("M190 146Q190 130 206 130H480L570 220V654Q570 670 554 670H206Q190 670 190 654Z", "#ffffff") +
    path("M480 130L570 220H496Q480 220 480 204Z", p.l) +
    rect(226, 180, 190, 26, 8, p.c) +
    each([0, 1, 2, 3], (i) =>
      each([0, 1, 2], (j) => rect(226 + j * 104, 250 + i * 78, 94, 66, 8, (i + j) % 4 ? p.ll : p.l)),
    ) +
    each([0, 1, 2], (i) => line(`M270 ${582 + i * 26}H530`, p.ll, 6) + circle(240, 582 + i * 26, 8, p.c)) +
    circle(590, 610, 86, p.c) +
    line("M590 560V644M552 610L590 648L628 610", CREAM, 16),
};

/** Stationery and audio. */
export const desk = { notebook, pen, headphones, speaker, deskMat, deskLamp, planner };
