import type { Category } from "../types.ts";

/** Stationery, desk and sound. */
export const deskAndAudio: Category = {
  type: "Desk & Audio",
  backdrop: "#e5e9f0",
  products: [
    {
      handle: "linen-dot-grid-notebook",
      title: "Linen Dot-Grid Notebook",
      body: '<p>192 numbered pages of 100 g paper that takes fountain-pen ink without a fuss. Lies flat, closes with an elastic, and leaves the first page for "ideas".</p>',
      vendor: "Olmo Studio",
      tags: ["paper", "writing", "gift", "bestseller"],
      sku: "NTB-DOT",
      price: 14,
      grams: 210,
      options: [
        {
          name: "Size",
          values: [
            ["A6", "A6"],
            ["A5", "A5", 6, 390],
          ],
        },
        {
          name: "Color",
          values: [
            ["Sage", "SAG"],
            ["Brick Red", "RED"],
            ["Ink Blue", "INK"],
          ],
        },
      ],
      stock: [145, 110, 98, 202, 167, 154],
      barcodes: true,
      art: { kind: "notebook", trim: "#d0a24c", by: "Color" },
    },
    {
      handle: "turned-brass-ballpoint-pen",
      title: "Turned Brass Ballpoint Pen",
      body: "<p>Machined from one bar, weighted toward the tip, and left bare so that it ages with you. Takes standard G2 refills; the box holds two.</p>",
      vendor: "Olmo Studio",
      tags: ["writing", "brass", "gift"],
      sku: "PEN-TRN",
      price: 38,
      grams: 42,
      options: [
        {
          name: "Finish",
          values: [
            ["Raw Brass", "BRS"],
            ["Matte Black", "BLK", 4],
          ],
        },
      ],
      stock: [73, 51],
      barcodes: true,
      art: { kind: "pen", by: "Finish" },
    },
    {
      handle: "nocturne-wireless-headphones",
      title: "Nocturne Wireless Headphones",
      body: "<p>Closed-back sound, 38 hours per charge, and a real button for each thing you want to do. Ear pads and battery can be replaced with one screwdriver.</p>",
      vendor: "Olmo Studio",
      tags: ["audio", "wireless"],
      sku: "HPH-NOCT",
      price: 179,
      was: 219,
      wasOnly: "Sand",
      grams: 265,
      options: [
        {
          name: "Color",
          values: [
            ["Graphite", "GRA"],
            ["Sand", "SND"],
            ["Forest Green", "FOR"],
          ],
        },
      ],
      stock: [44, 18, 25],
      barcodes: true,
      costShare: 0.58,
      seo: [
        "Nocturne Wireless Headphones, 38 h battery",
        "Repairable closed-back wireless headphones in three colors.",
      ],
      art: { kind: "headphones", trim: "#c99c6c", by: "Color" },
    },
    {
      handle: "parlor-bookshelf-speaker",
      title: "Parlor Bookshelf Speaker",
      body: "<p>A small speaker with a big cabinet, tuned for voices, vinyl and kitchen dancing. Bluetooth, line-in, and pairs with a second one for stereo.</p>",
      vendor: "Olmo Studio",
      tags: ["audio", "wireless", "living room"],
      sku: "SPK-PARLOR",
      price: 149,
      grams: 2400,
      options: [
        {
          name: "Color",
          values: [
            ["Teal", "TEA"],
            ["Oat", "OAT"],
          ],
        },
      ],
      stock: [20, 26],
      barcodes: true,
      costShare: 0.55,
      art: { kind: "speaker", trim: "#a9794d", by: "Color", scene: "shelf" },
    },
    {
      handle: "felt-and-leather-desk-mat",
      title: "Felt & Leather Desk Mat",
      body: "<p>Dense wool felt edged with vegetable-tanned leather: quiet under the keyboard, warm under the wrists. Rolls up, lies flat again.</p>",
      vendor: "Hearth & Hollow",
      tags: ["desk", "wool", "leather"],
      sku: "MAT-FELT",
      price: 44,
      grams: 380,
      options: [
        {
          name: "Size",
          values: [
            ["60 × 30 cm", "60"],
            ["90 × 40 cm", "90", 18, 720],
          ],
        },
      ],
      stock: [42, 57],
      art: { kind: "deskMat", color: "#7d858e", trim: "#9a6a45" },
    },
    {
      handle: "crane-task-lamp",
      title: "Crane Articulated Task Lamp",
      body: "<p>Two joints, one counterweight, and light exactly where the work is. A 2700-4000 K LED with memory, and a base no wider than a saucer.</p>",
      vendor: "Tidewater Goods",
      tags: ["lighting", "desk"],
      sku: "LMP-CRANE",
      price: 86,
      grams: 1950,
      options: [
        {
          name: "Color",
          values: [
            ["Brick Red", "RED"],
            ["Matte Black", "BLK"],
          ],
        },
      ],
      stock: [19, 33],
      barcodes: true,
      art: { kind: "deskLamp", by: "Color" },
    },
    {
      handle: "printable-weekly-planner",
      title: "Printable Weekly Planner (PDF)",
      body: "<p>Twelve undated layouts in A4, A5 and Letter: weeks, meals, budgets, habits. Download once, print as often as you start over.</p>",
      vendor: "Olmo Studio",
      tags: ["digital", "paper", "planning"],
      sku: "PDF-PLANNER",
      price: 9,
      grams: 0,
      stock: [250],
      costShare: 0,
      digital: true,
      art: { kind: "planner", color: "#7f9fc0" },
    },
  ],
};
