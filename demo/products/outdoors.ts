import type { Category } from "../types.ts";

/** Camping and hiking. */
export const outdoors: Category = {
  type: "Outdoors",
  backdrop: "#dfeaec",
  products: [
    {
      handle: "ridgeline-tent",
      title: "Ridgeline Three-Season Tent",
      body: "<p>Pitches in four minutes, inner and fly together, and shrugs off a wet weekend. Two doors, two porches, and no arguments.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["camping", "tents", "bestseller"],
      sku: "TNT-RIDGE",
      price: 289,
      was: 340,
      wasOnly: "Ember",
      grams: 2300,
      options: [
        {
          name: "Capacity",
          values: [
            ["2 Person", "2P"],
            ["3 Person", "3P", 70, 2900],
          ],
        },
        {
          name: "Color",
          values: [
            ["Moss", "MOS"],
            ["Ember", "EMB"],
          ],
        },
      ],
      stock: [28, 13, 17, 5],
      barcodes: true,
      costShare: 0.52,
      seo: [
        "Ridgeline Tent for 2 or 3 people",
        "A light three-season tent with two doors that pitches in four minutes.",
      ],
      art: { kind: "tent", by: "Color", scene: "hills" },
    },
    {
      handle: "summit-40-backpack",
      title: "Summit 40 Backpack",
      body: "<p>Forty liters for two nights out, with a frame that carries on the hips and not on the shoulders. Rain cover, ice-axe loop and a whistle, because you never know.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["hiking", "backpacks"],
      sku: "BPK-SUM40",
      price: 164,
      grams: 1380,
      options: [
        {
          name: "Back Length",
          values: [
            ["S/M", "SM"],
            ["M/L", "ML", 0, 1450],
          ],
        },
        {
          name: "Color",
          values: [
            ["Ink Blue", "INK"],
            ["Moss", "MOS"],
            ["Mustard", "MUS"],
          ],
        },
      ],
      stock: [16, 22, 8, 30, 27, 11],
      barcodes: true,
      art: { kind: "backpack", trim: "#b9814e", by: "Color", scene: "hills" },
    },
    {
      handle: "polaris-down-sleeping-bag",
      title: "Polaris Down Sleeping Bag",
      body: "<p>Traceable 700-fill down in a mummy cut with room to turn over. Two ratings, two lengths, and a left or right zip so that a pair can be joined.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["camping", "down", "sleep"],
      sku: "SLP-POL",
      price: 229,
      grams: 980,
      options: [
        {
          name: "Rating",
          values: [
            ["0 °C", "P0"],
            ["-7 °C", "M7", 60, 1260],
          ],
        },
        {
          name: "Length",
          values: [
            ["Regular", "REG"],
            ["Long", "LNG", 15],
          ],
        },
        {
          name: "Zip",
          values: [
            ["Left", "LZ"],
            ["Right", "RZ"],
          ],
        },
      ],
      stock: [14, 19, 7, 10, 12, 15, 2, null],
      barcodes: true,
      art: { kind: "sleepingBag", color: "#3f7285", trim: "#e0a94e" },
    },
    {
      handle: "wayside-camp-lantern",
      title: "Wayside Camp Lantern",
      body: "<p>A warm, dimmable LED in a shape that has worked for a century. Charges over USB-C, runs for 60 hours on low, and tops up a phone.</p>",
      vendor: "Tidewater Goods",
      tags: ["camping", "lighting"],
      sku: "LNT-WAY",
      price: 48,
      grams: 520,
      options: [
        {
          name: "Color",
          values: [
            ["Charcoal", "CHA"],
            ["Brick Red", "RED"],
          ],
        },
      ],
      stock: [66, 39],
      art: { kind: "lantern", trim: "#e0a94e", by: "Color", scene: "hills" },
    },
    {
      handle: "basecamp-enamel-mug",
      title: "Basecamp Enamel Mug",
      body: "<p>Steel under two coats of enamel, with a rim that stays cool enough. Chips are not defects; they are stories.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["camping", "mugs", "gift"],
      sku: "MUG-CAMP-350",
      price: 14,
      grams: 160,
      options: [
        {
          name: "Color",
          values: [
            ["Forest Green", "FOR"],
            ["Snow", "SNO"],
            ["Navy", "NVY"],
          ],
        },
      ],
      stock: [175, 122, 98],
      barcodes: true,
      art: { kind: "campMug", by: "Color", scene: "hills" },
    },
    {
      handle: "two-tree-hammock",
      title: "Two-Tree Hammock",
      body: '<p>Ripstop nylon, tree-friendly straps, and a stuff sack the size of a grapefruit. Holds 180 kg, or "one adult and two determined children".</p>',
      vendor: "Northbeck Outfitters",
      tags: ["camping", "summer"],
      sku: "HMK-2TREE",
      price: 56,
      was: 68,
      grams: 540,
      options: [
        {
          name: "Color",
          values: [
            ["Teal", "TEA"],
            ["Sunrise Coral", "COR"],
            ["Olive", "OLV"],
          ],
        },
      ],
      stock: [33, 41, 3],
      art: { kind: "hammock", by: "Color" },
    },
    {
      handle: "true-north-baseplate-compass",
      title: "True North Baseplate Compass",
      body: "<p>A liquid-damped needle, luminous marks, and scales for 1:25,000 and 1:50,000 maps. It never needs charging.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["hiking", "navigation"],
      sku: "CMP-NORTH",
      price: 26,
      grams: 45,
      stock: [82],
      barcodes: true,
      art: { kind: "compass", color: "#3c5a78" },
    },
    {
      handle: "driftwood-folding-stool",
      title: "Driftwood Folding Stool",
      body: "<p>Oiled beech and heavy canvas, folded flat under an arm in two seconds. For the campfire, the easel, or the guest nobody counted.</p>",
      vendor: "Tidewater Goods",
      tags: ["camping", "furniture", "wood"],
      sku: "STL-DRIFT",
      price: 49,
      grams: 1650,
      options: [
        {
          name: "Color",
          values: [
            ["Ecru", "ECR"],
            ["Stone Blue", "BLU"],
          ],
        },
      ],
      stock: [24, 36],
      art: { kind: "stool", by: "Color" },
    },
  ],
};
