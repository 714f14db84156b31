import type { Category } from "../types.ts";

/** Furniture, light, textiles, and the gift card. */
export const homeAndLiving: Category = {
  type: "Home & Living",
  backdrop: "#ece6ee",
  products: [
    {
      handle: "lumen-table-lamp",
      title: "Lumen Table Lamp",
      body: "<p>A ceramic base, a linen shade, and a dimmer on the cord where you can find it in the dark. Takes one E27 bulb (not included).</p>",
      vendor: "Olmo Studio",
      tags: ["lighting", "ceramic", "bedroom"],
      sku: "LMP-LUMEN",
      price: 78,
      was: 96,
      wasOnly: "Clay",
      grams: 2100,
      options: [
        {
          name: "Color",
          values: [
            ["Clay", "CLA"],
            ["Sea Glass", "SEA"],
            ["Charcoal", "CHA"],
          ],
        },
      ],
      stock: [21, 34, 12],
      barcodes: true,
      art: { kind: "lamp", by: "Color", scene: "shelf" },
    },
    {
      handle: "harbor-dome-pendant",
      title: "Harbor Dome Pendant Light",
      body: "<p>A spun-steel dome, 38 cm across, borrowed from boatyards and scaled for the kitchen table. Comes with 2 m of braided cord.</p>",
      vendor: "Tidewater Goods",
      tags: ["lighting", "steel", "dining"],
      sku: "PND-HARB",
      price: 119,
      grams: 2900,
      options: [
        {
          name: "Color",
          values: [
            ["Teal", "TEA"],
            ["Mustard", "MUS"],
            ["White", "WHT"],
          ],
        },
      ],
      stock: [17, 8, 29],
      art: { kind: "pendant", by: "Color" },
    },
    {
      handle: "hollis-lounge-chair",
      title: "Hollis Lounge Chair",
      body: '<p>A reading chair with a generous seat, webbed suspension, and arms at the height of a mug. The frame is solid wood; "some assembly" means four bolts.</p>',
      vendor: "Hearth & Hollow",
      tags: ["furniture", "living room", "wood"],
      sku: "CHR-HOLLIS",
      price: 449,
      grams: 16500,
      options: [
        {
          name: "Frame",
          values: [
            ["Oak", "OAK"],
            ["Walnut", "WAL", 60],
          ],
        },
        {
          name: "Color",
          values: [
            ["Fern", "FRN"],
            ["Rust", "RST"],
            ["Oat", "OAT"],
          ],
        },
      ],
      stock: [6, 9, 11, 4, 0, 7],
      backorder: ["CHR-HOLLIS-WAL-RST"],
      costShare: 0.5,
      seo: [
        "Hollis Lounge Chair in oak or walnut",
        "A deep, quiet reading chair in solid oak or walnut with wool-blend upholstery.",
      ],
      art: { kind: "chair", trim: "#a9794d", by: "Color" },
    },
    {
      handle: "herringbone-merino-throw",
      title: "Herringbone Merino Throw",
      body: "<p>Woven in a mill that has done little else since 1912, from merino soft enough for bare arms. 130 × 180 cm, with twisted fringe.</p>",
      vendor: "Hearth & Hollow",
      tags: ["wool", "textiles", "bedroom", "gift"],
      sku: "THR-HBM",
      price: 98,
      grams: 820,
      options: [
        {
          name: "Color",
          values: [
            ["Oat", "OAT"],
            ["Heather Gray", "GRY"],
            ["Rust", "RST"],
            ["Forest Green", "FOR"],
          ],
        },
      ],
      stock: [36, 52, 14, 23],
      barcodes: true,
      art: { kind: "blanket", by: "Color", scene: "shelf" },
    },
    {
      handle: "boucle-cushion",
      title: "Bouclé Cushion",
      body: "<p>Loopy, nubbly bouclé outside, a feather-free recycled filling inside. The cover zips off, and washes at 30 °C.</p>",
      vendor: "Maison Crème",
      tags: ["textiles", "living room"],
      sku: "CSH-BOU",
      price: 36,
      grams: 620,
      options: [
        {
          name: "Size",
          values: [
            ["45 cm", "45"],
            ["60 cm", "60", 14, 980],
          ],
        },
        {
          name: "Color",
          values: [
            ["Ecru", "ECR"],
            ["Rose", "ROS"],
            ["Olive", "OLV"],
          ],
        },
      ],
      stock: [90, 43, 38, 41, null, 22],
      art: { kind: "cushion", by: "Color" },
    },
    {
      handle: "slow-evening-candle",
      title: "Slow Evening Soy Candle",
      body: "<p>Soy wax, a cotton wick, and scents that stay in the background. The small one burns for 40 hours, the large one for 90.</p>",
      vendor: "Maison Crème",
      tags: ["candles", "scent", "gift", "bestseller"],
      sku: "CND-SLOW",
      price: 22,
      grams: 410,
      options: [
        {
          name: "Scent",
          values: [
            ["Amber Fig", "FIG"],
            ["Cedarwood", "CED"],
            ["Vanilla Crème", "VAN"],
          ],
        },
        {
          name: "Size",
          values: [
            ["180 g", "180"],
            ["400 g", "400", 16, 830],
          ],
        },
      ],
      stock: [112, 58, 87, 49, 134, 66],
      barcodes: true,
      art: { kind: "candle", by: "Scent", scene: "shelf" },
    },
    {
      handle: "quiet-wall-clock",
      title: "Quiet Wall Clock",
      body: "<p>A sweeping movement that does not tick, behind a 30 cm dial you can read from the sofa. Runs for two years on one AA battery.</p>",
      vendor: "Olmo Studio",
      tags: ["clocks", "wall"],
      sku: "CLK-QUIET",
      price: 52,
      was: 65,
      grams: 900,
      options: [
        {
          name: "Color",
          values: [
            ["Ink Blue", "INK"],
            ["Sunrise Coral", "COR"],
          ],
        },
      ],
      stock: [31, 20],
      art: { kind: "clock", by: "Color" },
    },
    {
      handle: "digital-gift-card",
      title: "Digital Gift Card",
      body: "<p>Sent by email, never out of style, and valid for five years. Add a note at checkout, and we deliver it on the day you pick.</p>",
      vendor: "Tidewater Goods",
      tags: ["gift", "digital"],
      sku: "GIFT",
      price: 25,
      grams: 0,
      options: [
        {
          name: "Denomination",
          values: [
            ["$25", "025"],
            ["$50", "050", 25],
            ["$100", "100", 75],
          ],
        },
      ],
      stock: [250, 250, 250],
      costShare: 0,
      digital: true,
      giftCard: true,
      art: { kind: "giftCard", color: "#d9694f", trim: "#f0c66a" },
    },
  ],
};
