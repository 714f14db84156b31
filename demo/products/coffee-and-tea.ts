import type { Category } from "../types.ts";

/** Mugs, bottles and brewing. */
export const coffeeAndTea: Category = {
  type: "Coffee & Tea",
  backdrop: "#efe4d6",
  products: [
    {
      handle: "speckled-stoneware-mug",
      title: "Speckled Stoneware Mug",
      body: "<p>Thrown by hand, dipped twice, and fired until the iron speckles show through. The handle fits three fingers, as it should.</p>",
      vendor: "Olmo Studio",
      tags: ["stoneware", "mugs", "bestseller"],
      sku: "MUG-STONE",
      price: 18,
      grams: 340,
      options: [
        {
          name: "Size",
          values: [
            ["250 ml", "250"],
            ["350 ml", "350", 3, 420],
          ],
        },
        {
          name: "Color",
          values: [
            ["Stone Blue", "BLU"],
            ["Sage", "SAG"],
            ["Sand", "SND"],
          ],
        },
      ],
      stock: [140, 96, 73, 212, 158, 101],
      barcodes: true,
      seo: ["Speckled Stoneware Mug, handmade", "Hand-thrown stoneware mugs in two sizes and three glazes."],
      art: { kind: "mug", by: "Color", scene: "shelf" },
    },
    {
      handle: "trailhead-insulated-bottle",
      title: "Trailhead Insulated Bottle",
      body: "<p>Double-walled steel keeps coffee hot for 12 hours, or water cold for 24. The cap's loop fits a carabiner, and the mouth fits ice cubes.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["bottles", "hiking", "steel"],
      sku: "BTL-TRAIL",
      price: 32,
      grams: 330,
      options: [
        {
          name: "Size",
          values: [
            ["500 ml", "500"],
            ["750 ml", "750", 6, 410],
          ],
        },
        {
          name: "Color",
          values: [
            ["Graphite", "GRA"],
            ["Moss", "MOS"],
            ["Sky Blue", "SKY"],
            ["Sunrise Coral", "COR"],
          ],
        },
      ],
      stock: [88, 57, 64, 30, 120, 91, 45, null],
      barcodes: true,
      art: { kind: "bottle", trim: "#c9a56a", by: "Color", scene: "hills" },
    },
    {
      handle: "ridge-pour-over-dripper",
      title: "Ridge Pour-Over Dripper",
      body: "<p>A porcelain dripper with spiral ridges that keep the paper off the wall, so the water drains evenly. Takes common size 02 filters; 20 are in the box.</p>",
      vendor: "Olmo Studio",
      tags: ["brewing", "porcelain"],
      sku: "DRP-RIDGE",
      price: 27.5,
      grams: 480,
      options: [
        {
          name: "Color",
          values: [
            ["Clay", "CLA"],
            ["Matte Black", "BLK"],
          ],
        },
      ],
      stock: [39, 52],
      art: { kind: "dripper", by: "Color" },
    },
    {
      handle: "heron-gooseneck-kettle",
      title: "Heron Gooseneck Kettle, 1 L",
      body: "<p>A slow, narrow pour that lands where you aim it. Stovetop and induction, with a beech handle that stays cool.</p>",
      vendor: "Tidewater Goods",
      tags: ["brewing", "steel", "induction"],
      sku: "KTL-HERON",
      price: 64,
      was: 79,
      wasOnly: "Steel",
      grams: 870,
      options: [
        {
          name: "Finish",
          values: [
            ["Matte Black", "BLK", 5],
            ["Steel", "STL"],
          ],
        },
      ],
      stock: [24, 16],
      barcodes: true,
      art: { kind: "kettle", trim: "#c99c6c", by: "Finish", scene: "shelf" },
    },
    {
      handle: "senal-clay-teapot",
      title: "Señal Clay Teapot",
      body: "<p>Unglazed inside, burnished outside, and seasoned by every pot you make. Holds 700 ml, which is three cups and a bit for the cook.</p>",
      vendor: "Casa Señal",
      tags: ["clay", "tea", "handmade"],
      sku: "TEA-SENAL-700",
      price: 54,
      grams: 760,
      stock: [1],
      art: { kind: "teapot", color: "#b9694a", scene: "shelf" },
    },
    {
      handle: "canopy-glass-tumblers",
      title: "Canopy Glass Tumblers",
      body: "<p>Thin-walled borosilicate tumblers for iced tea, agua fresca or hot lemon. They stack, they bounce (a little), and they go in the dishwasher.</p>",
      vendor: "Casa Señal",
      tags: ["glass", "tea", "summer"],
      sku: "GLS-CAN",
      price: 22,
      grams: 380,
      options: [
        {
          name: "Pack",
          values: [
            ["Set of 2", "2"],
            ["Set of 4", "4", 18, 760],
          ],
        },
      ],
      stock: [70, 44],
      art: { kind: "tumblers", color: "#a9cfae" },
    },
    {
      handle: "cafe-senal-house-espresso",
      title: "Café Señal House Espresso",
      body: "<p>Our house blend: cocoa, roasted hazelnut, and a little dried cherry. Roasted on Mondays, rested for four days, ground (or not) on the day it ships.</p>",
      vendor: "Casa Señal",
      tags: ["coffee", "beans", "subscription"],
      sku: "COF-HOUSE",
      price: 14.5,
      grams: 265,
      options: [
        {
          name: "Weight",
          values: [
            ["250 g", "250"],
            ["1 kg", "1KG", 33.5, 1020],
          ],
        },
        {
          name: "Grind",
          values: [
            ["Whole Bean", "WB"],
            ["Espresso", "ESP"],
            ["Filter", "FLT"],
          ],
        },
      ],
      stock: [250, 180, 165, 95, 60, 48],
      backorder: ["COF-HOUSE-1KG-FLT"],
      barcodes: true,
      costShare: 0.55,
      art: { kind: "coffeeBag", color: "#8f5b45" },
    },
  ],
};
