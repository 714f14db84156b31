import type { Category } from "../types.ts";

/** Soap, towels and care. */
export const bathAndBody: Category = {
  type: "Bath & Body",
  backdrop: "#f3e3e1",
  products: [
    {
      handle: "olive-oil-soap-bar",
      title: "Olive Oil Soap Bar",
      body: "<p>Cold-processed with 72% olive oil, cut by hand, cured for six weeks. Gentle on skin, hard enough to last a month.</p>",
      vendor: "Casa Señal",
      tags: ["soap", "vegan", "gift"],
      sku: "SOP-OLV",
      price: 7.5,
      grams: 130,
      options: [
        {
          name: "Scent",
          values: [
            ["Lavender", "LAV"],
            ["Lemongrass", "LEM"],
            ["Rose", "ROS"],
          ],
        },
      ],
      stock: [220, 175, 96],
      barcodes: true,
      art: { kind: "soap", by: "Scent", scene: "shelf" },
    },
    {
      handle: "orange-blossom-hand-wash",
      title: "Orange Blossom Hand Wash",
      body: "<p>A mild, low-foam wash with neroli and aloe, in a glass bottle made for refilling. Buy the pump once, and the pouch ever after.</p>",
      vendor: "Maison Crème",
      tags: ["soap", "vegan", "refill"],
      sku: "HND-ORB",
      price: 16,
      grams: 620,
      options: [
        {
          name: "Format",
          values: [
            ["300 ml Pump Bottle", "300"],
            ["1 L Refill", "1L", 8, 1060],
          ],
        },
      ],
      stock: [88, 54],
      art: { kind: "pump", color: "#e0a05a", trim: "#3d3f45" },
    },
    {
      handle: "waffle-weave-towel",
      title: "Waffle-Weave Towel",
      body: "<p>Light, quick to dry, and better with every wash. Woven from long-staple cotton in a deep waffle that drinks up water.</p>",
      vendor: "Hearth & Hollow",
      tags: ["textiles", "cotton", "bestseller"],
      sku: "TWL-WAF",
      price: 18,
      grams: 220,
      options: [
        {
          name: "Size",
          values: [
            ["Hand", "HND"],
            ["Bath", "BTH", 20, 540],
          ],
        },
        {
          name: "Color",
          values: [
            ["White", "WHT"],
            ["Sea Glass", "SEA"],
            ["Clay", "CLA"],
          ],
        },
      ],
      stock: [134, 76, 69, 158, 81, 2],
      barcodes: true,
      art: { kind: "towels", by: "Color", scene: "shelf" },
    },
    {
      handle: "creme-de-nuit-hand-cream",
      title: "Crème de Nuit Hand Cream",
      body: '<p>Shea, oat and a little chamomile, for hands that did the dishes, the digging and the typing. Absorbs in a minute; 75 ml, "travel size" in spirit.</p>',
      vendor: "Maison Crème",
      tags: ["care", "vegan", "gift"],
      sku: "CRM-NUIT-75",
      price: 15.5,
      was: 19,
      grams: 105,
      stock: [116],
      barcodes: true,
      seo: [
        "Crème de Nuit Hand Cream, 75 ml",
        "A rich overnight hand cream with shea butter, oat and chamomile.",
      ],
      art: { kind: "tube", color: "#7e8fb5", trim: "#e5c88f" },
    },
    {
      handle: "tidal-bath-salts",
      title: "Tidal Bath Salts",
      body: "<p>Coarse Atlantic sea salt with dried petals and essential oils. Two spoons per bath, one hour per door lock.</p>",
      vendor: "Tidewater Goods",
      tags: ["bath", "vegan", "gift"],
      sku: "SLT-TIDE",
      price: 18.5,
      grams: 780,
      options: [
        {
          name: "Scent",
          values: [
            ["Lavender", "LAV"],
            ["Rose", "ROS"],
          ],
        },
      ],
      stock: [63, 47],
      art: { kind: "jar", by: "Scent", scene: "shelf" },
    },
    {
      handle: "beech-bath-brush",
      title: "Beech Bath Brush",
      body: "<p>Waxed beech and cactus bristles, firm enough to wake up a back. The cotton loop hangs it up to dry, where it will not warp.</p>",
      vendor: "Hearth & Hollow",
      tags: ["bath", "wood"],
      sku: "BRS-BEECH",
      price: 21,
      grams: 190,
      stock: [0],
      barcodes: true,
      art: { kind: "brush", color: "#b98556" },
    },
    {
      handle: "eau-de-foret-linen-mist",
      title: "Eau de Forêt Linen Mist",
      body: "<p>Pine needle, wet moss and a trace of smoke, for pillows, curtains and cars. Water-based, and does not stain.</p>",
      vendor: "Maison Crème",
      tags: ["scent", "textiles"],
      sku: "MST-FORET",
      price: 17,
      grams: 290,
      options: [
        {
          name: "Size",
          values: [
            ["100 ml", "100"],
            ["250 ml", "250", 9, 460],
          ],
        },
      ],
      stock: [59, 34],
      art: { kind: "spray", color: "#5f8a6c", trim: "#2f3a36" },
    },
  ],
};
