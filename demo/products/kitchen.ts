import type { Category } from "../types.ts";

/** Pans, boards, knives and what lies next to the stove. */
export const kitchen: Category = {
  type: "Kitchen",
  backdrop: "#f5e6d3",
  products: [
    {
      handle: "acacia-end-grain-chopping-board",
      title: "Acacia End-Grain Chopping Board",
      body: '<p>Built from 3 cm blocks of acacia set on end, so the grain closes again after each cut. Oil it once a month, wash it by hand, and it will outlast your "good" knives.</p>',
      vendor: "Hearth & Hollow",
      tags: ["wood", "cooking", "bestseller"],
      sku: "BRD-ACA",
      price: 42,
      grams: 1100,
      options: [
        {
          name: "Size",
          values: [
            ["Small", "S"],
            ["Medium", "M", 16, 1900],
            ["Large", "L", 37, 3200],
          ],
        },
      ],
      stock: [64, 41, 18],
      barcodes: true,
      seo: [
        "Acacia End-Grain Chopping Board | 3 sizes",
        "A heavy acacia board that is kind to knives. Three sizes, oiled and ready to use.",
      ],
      art: { kind: "board", color: "#b98556", scene: "shelf" },
    },
    {
      handle: "kestrel-santoku-knife",
      title: "Kestrel Santoku Knife, 18 cm",
      body: "<p>A thin, hard santoku for vegetables, fish and everything in between. Ground to 15° per side, with a full tang and a handle you can choose.</p>",
      vendor: "Olmo Studio",
      tags: ["knives", "cooking"],
      sku: "KNF-SAN-18",
      price: 89,
      was: 105,
      wasOnly: "Walnut",
      grams: 210,
      options: [
        {
          name: "Handle",
          values: [
            ["Walnut", "WAL"],
            ["Black Ash", "ASH", 6],
          ],
        },
      ],
      stock: [27, 3],
      barcodes: true,
      art: { kind: "knife", color: "#7d5738" },
    },
    {
      handle: "ember-enameled-dutch-oven",
      title: "Ember Enameled Dutch Oven",
      body: "<p>Cast iron with three coats of enamel: sear, braise, bake bread, then carry it to the table. The ridged lid bastes as it simmers.</p>",
      vendor: "Hearth & Hollow",
      tags: ["cast iron", "cooking", "oven safe", "bestseller"],
      sku: "DUT-EMB",
      price: 129,
      was: 159,
      wasOnly: "Brick Red",
      grams: 4300,
      options: [
        {
          name: "Capacity",
          values: [
            ["3.5 L", "35"],
            ["5.5 L", "55", 40, 5800],
          ],
        },
        {
          name: "Color",
          values: [
            ["Brick Red", "RED"],
            ["Ink Blue", "INK"],
            ["Oat", "OAT"],
          ],
        },
      ],
      stock: [22, 15, 9, 31, 12, 0],
      barcodes: true,
      seo: [
        "Ember Dutch Oven in enameled cast iron",
        "Enameled cast iron Dutch oven in 3.5 L and 5.5 L, in three colors.",
      ],
      art: { kind: "dutchOven", by: "Color", scene: "shelf" },
    },
    {
      handle: "carbon-steel-skillet",
      title: "Carbon Steel Skillet",
      body: "<p>Lighter than cast iron, quicker than stainless, and pre-seasoned with linseed oil. Works on gas, induction and an open fire.</p>",
      vendor: "Tidewater Goods",
      tags: ["steel", "cooking", "induction"],
      sku: "SKL-CS",
      price: 39.5,
      grams: 950,
      options: [
        {
          name: "Diameter",
          values: [
            ["20 cm", "20"],
            ["24 cm", "24", 9.5, 1350],
            ["28 cm", "28", 19.5, 1800],
          ],
        },
      ],
      stock: [48, 77, 35],
      art: { kind: "skillet", color: "#4d5157" },
    },
    {
      handle: "washed-linen-tea-towels",
      title: "Washed Linen Tea Towels, Set of 2",
      body: "<p>Stone-washed European linen that dries glasses without lint. Two towels, each 50 × 70 cm, with a loop for the hook.</p>",
      vendor: "Maison Crème",
      tags: ["linen", "textiles", "gift"],
      sku: "TWL-LIN2",
      price: 24,
      grams: 180,
      options: [
        {
          name: "Color",
          values: [
            ["Stone Blue", "BLU"],
            ["Sage", "SAG"],
            ["Ochre", "OCH"],
            ["Ecru", "ECR"],
          ],
        },
      ],
      stock: [85, 62, 40, 118],
      art: { kind: "teaTowel", by: "Color" },
    },
    {
      handle: "olive-wood-utensil-trio",
      title: "Olive Wood Utensil Trio with Crock",
      body: "<p>A spoon, a slotted turner and a flat spatula, carved from pruned olive branches. No two are the same; the stoneware crock is included.</p>",
      vendor: "Casa Señal",
      tags: ["wood", "cooking", "gift"],
      sku: "UTE-OLV3",
      price: 46,
      grams: 1250,
      stock: [33],
      barcodes: true,
      art: { kind: "utensils", color: "#c99a62", scene: "shelf" },
    },
    {
      handle: "nesting-mixing-bowls",
      title: "Nesting Mixing Bowls, Set of 3",
      body: "<p>Three glazed bowls that stack into one. Each has a pouring lip, a foot that does not slip, and enough weight to stay put while you whisk.</p>",
      vendor: "Olmo Studio",
      tags: ["stoneware", "baking"],
      sku: "BWL-NEST",
      price: 58,
      was: 72,
      grams: 2700,
      options: [
        {
          name: "Color",
          values: [
            ["Sunrise Coral", "COR"],
            ["Sea Glass", "SEA"],
            ["Butter", "BUT"],
          ],
        },
      ],
      stock: [26, 19, 2],
      art: { kind: "bowls", by: "Color" },
    },
    {
      handle: "creme-brulee-ramekins",
      title: "Crème Brûlée Ramekins",
      body: '<p>Fluted porcelain ramekins, wide and shallow for the best ratio of "crack" to cream. Safe in the oven, under the grill, and in the dishwasher.</p>',
      vendor: "Maison Crème",
      tags: ["porcelain", "baking", "oven safe"],
      sku: "RAM-CRB",
      price: 28,
      grams: 900,
      options: [
        {
          name: "Pack",
          values: [
            ["Set of 4", "4"],
            ["Set of 6", "6", 12, 1350],
          ],
        },
      ],
      stock: [54, 37],
      art: { kind: "ramekin", color: "#8fa9c0" },
    },
  ],
};
