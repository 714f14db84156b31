import type { Category } from "../types.ts";

/** Clothes and accessories. */
export const apparel: Category = {
  type: "Apparel",
  backdrop: "#e6e6f0",
  products: [
    {
      handle: "everyday-organic-tee",
      title: "Everyday Organic Tee",
      body: "<p>Mid-weight organic cotton with a collar that keeps its shape. Cut straight, hemmed twice, pre-washed so it fits tomorrow as it fits today.</p>",
      vendor: "Tidewater Goods",
      tags: ["cotton", "basics", "bestseller"],
      sku: "TEE-ORG",
      price: 28,
      grams: 190,
      options: [
        {
          name: "Size",
          values: [
            ["S", "S"],
            ["M", "M"],
            ["L", "L", 0, 210],
          ],
        },
        {
          name: "Color",
          values: [
            ["Snow", "SNO"],
            ["Navy", "NVY"],
            ["Sage", "SAG"],
          ],
        },
      ],
      stock: [110, 84, 47, 160, 125, 72, 95, 101, 0],
      barcodes: true,
      google: {
        category: "Apparel & Accessories > Clothing > Shirts & Tops",
        gender: "unisex",
        ageGroup: "adult",
      },
      seo: [
        "Everyday Organic Tee | unisex cotton T-shirt",
        "A mid-weight unisex tee in organic cotton, in three colors.",
      ],
      art: { kind: "tee", by: "Color" },
    },
    {
      handle: "harbor-fisherman-sweater",
      title: "Harbor Fisherman Sweater",
      body: "<p>Cable-knit from undyed and naturally dyed British wool, dense enough to turn the wind. Roomy, so there is space for a shirt, and for lunch.</p>",
      vendor: "Tidewater Goods",
      tags: ["wool", "knitwear", "winter"],
      sku: "SWT-HARB",
      price: 118,
      was: 145,
      wasOnly: "Ecru",
      grams: 720,
      options: [
        {
          name: "Size",
          values: [
            ["S", "S"],
            ["M", "M"],
            ["L", "L", 0, 780],
          ],
        },
        {
          name: "Color",
          values: [
            ["Ecru", "ECR"],
            ["Stone Blue", "BLU"],
          ],
        },
      ],
      stock: [18, 22, 31, 27, 14, 9],
      barcodes: true,
      google: {
        category: "Apparel & Accessories > Clothing > Shirts & Tops",
        gender: "unisex",
        ageGroup: "adult",
      },
      art: { kind: "sweater", by: "Color" },
    },
    {
      handle: "fell-waxed-jacket",
      title: "Fell Waxed Jacket",
      body: "<p>Waxed cotton, a corduroy collar, and pockets deep enough for a map, a dog lead and a sandwich. Re-wax it each autumn, and leave it to someone you like.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["outerwear", "waxed cotton"],
      sku: "JKT-FELL",
      price: 195,
      grams: 1420,
      options: [
        {
          name: "Size",
          values: [
            ["S", "S"],
            ["M", "M"],
            ["L", "L"],
            ["XL", "XL", 10, 1560],
          ],
        },
      ],
      stock: [7, 15, 12, 3],
      barcodes: true,
      costShare: 0.48,
      google: {
        category: "Apparel & Accessories > Clothing > Outerwear > Coats & Jackets",
        gender: "male",
        ageGroup: "adult",
      },
      art: { kind: "jacket", color: "#6d7250", trim: "#6b4a35" },
    },
    {
      handle: "merino-rib-beanie",
      title: "Merino Rib Beanie",
      body: "<p>Chunky ribs, a deep cuff, and a pompom that comes off for serious occasions. One size, very forgiving.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["wool", "knitwear", "winter", "gift"],
      sku: "BNE-RIB",
      price: 29,
      grams: 95,
      options: [
        {
          name: "Color",
          values: [
            ["Mustard", "MUS"],
            ["Charcoal", "CHA"],
            ["Forest Green", "FOR"],
            ["Rose", "ROS"],
          ],
        },
      ],
      stock: [60, 92, 48, 37],
      google: {
        category: "Apparel & Accessories > Clothing Accessories > Hats",
        gender: "unisex",
        ageGroup: "adult",
      },
      art: { kind: "beanie", trim: "#8a5a3a", by: "Color" },
    },
    {
      handle: "long-mile-hiking-socks",
      title: "Long Mile Hiking Socks",
      body: "<p>Merino where it matters, nylon where it wears, cushioned under the heel and the toe. Guaranteed for life: wear them out, send them back, get a new pair.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["wool", "hiking", "socks"],
      sku: "SOX-MILE",
      price: 19,
      grams: 85,
      options: [
        {
          name: "Size",
          values: [
            ["36-40", "36"],
            ["41-45", "41"],
          ],
        },
        {
          name: "Color",
          values: [
            ["Teal", "TEA"],
            ["Heather Gray", "GRY"],
          ],
        },
      ],
      stock: [130, 88, 142, 97],
      barcodes: true,
      google: {
        category: "Apparel & Accessories > Clothing > Underwear & Socks > Socks",
        gender: "unisex",
        ageGroup: "adult",
      },
      art: { kind: "socks", trim: "#e0a94e", by: "Color" },
    },
    {
      handle: "lambswool-fringe-scarf",
      title: "Lambswool Fringe Scarf",
      body: "<p>Two meters of brushed lambswool, striped at the ends. Warm as a blanket, polite enough for the office.</p>",
      vendor: "Maison Crème",
      tags: ["wool", "winter", "gift"],
      sku: "SCF-LAMB",
      price: 45,
      grams: 240,
      options: [
        {
          name: "Color",
          values: [
            ["Rust", "RST"],
            ["Ink Blue", "INK"],
          ],
        },
      ],
      stock: [28, 35],
      google: {
        category: "Apparel & Accessories > Clothing Accessories > Scarves & Shawls",
        gender: "female",
        ageGroup: "adult",
      },
      art: { kind: "scarf", trim: "#e8c98a", by: "Color" },
    },
    {
      handle: "field-canvas-cap",
      title: "Field Canvas Cap",
      body: "<p>Washed canvas, a curved brim, and an embroidered patch. The strap is leather, the buckle is brass.</p>",
      vendor: "Northbeck Outfitters",
      tags: ["cotton", "summer", "new"],
      sku: "CAP-FIELD",
      price: 26,
      grams: 110,
      options: [
        {
          name: "Color",
          values: [
            ["Olive", "OLV"],
            ["Clay", "CLA"],
          ],
        },
      ],
      stock: [50, 50],
      published: false,
      google: {
        category: "Apparel & Accessories > Clothing Accessories > Hats",
        gender: "unisex",
        ageGroup: "adult",
      },
      art: { kind: "cap", trim: "#f0e3c8", by: "Color" },
    },
    {
      handle: "puddle-kids-rain-boots",
      title: "Puddle Kids' Rain Boots",
      body: '<p>Natural rubber, cotton lining, and handles that make "I can do it myself" come true. Tested in real puddles, by real experts.</p>',
      vendor: "Tidewater Goods",
      tags: ["kids", "shoes", "rain"],
      sku: "BOT-PUDDLE",
      price: 36,
      grams: 620,
      options: [
        {
          name: "Size",
          values: [
            ["EU 24", "24"],
            ["EU 26", "26"],
            ["EU 28", "28", 0, 700],
            ["EU 30", "30", 3, 760],
          ],
        },
      ],
      stock: [23, 29, 0, 16],
      barcodes: true,
      google: { category: "Apparel & Accessories > Shoes", gender: "unisex", ageGroup: "kids" },
      art: { kind: "boot", color: "#e3b23c", trim: "#f6efe0" },
    },
  ],
};
