/** A search and the products that a shopper means by it: one of them must be among the first five. */
export interface QualityQuery {
  kind: "plain" | "prefix" | "plural" | "typo" | "accent" | "SKU" | "two fields" | "attribute" | "spelling";
  q: string;
  wanted: string[];
}

function of(kind: QualityQuery["kind"], pairs: Record<string, string>): QualityQuery[] {
  return Object.entries(pairs).map(([q, wanted]) => ({ kind, q, wanted: wanted.split(" ") }));
}

/** Over the demo catalog and products.csv beside this file. */
export const QUERIES: readonly QualityQuery[] = [
  ...of("plain", {
    "dutch oven": "ember-enameled-dutch-oven",
    kettle: "heron-gooseneck-kettle",
    "sleeping bag": "polaris-down-sleeping-bag",
    tent: "ridgeline-tent",
    headphones: "nocturne-wireless-headphones",
    "gift card": "digital-gift-card",
    candle: "slow-evening-candle",
    "chopping board": "acacia-end-grain-chopping-board",
    jacket: "fell-waxed-jacket boys-denim-jacket zipped-jacket",
    "coffee beans": "cafe-senal-house-espresso",
    "a lantern for the camp": "wayside-camp-lantern",
    beanbag: "black-bean-bag",
    "french press": "glass-cafetiere",
    "pearl necklace": "naive-pearl-necklace",
  }),
  ...of("prefix", {
    stonew: "speckled-stoneware-mug nesting-mixing-bowls",
    "hanging pl": "macrame-hanging-planter",
    backp: "summit-40-backpack",
    "sea gl": "ribbed-glazed-planter",
    "wireless he": "nocturne-wireless-headphones",
    "organic t": "everyday-organic-tee",
    bracel: "leather-charm-bracelet",
  }),
  ...of("plural", {
    mugs: "speckled-stoneware-mug basecamp-enamel-mug",
    candles: "slow-evening-candle",
    knives: "kestrel-santoku-knife ceramic-knife-block",
    boot: "puddle-kids-rain-boots",
    sock: "long-mile-hiking-socks",
    scarves: "lambswool-fringe-scarf",
    "table lamps": "lumen-table-lamp",
    brushes: "beech-bath-brush",
    "garden tool": "ash-handled-garden-tools",
    dresses: "girls-tulle-dress",
    bookshelves: "walnut-bookshelf parlor-bookshelf-speaker",
    ramekin: "creme-brulee-ramekins",
  }),
  ...of("typo", {
    stonwear: "speckled-stoneware-mug nesting-mixing-bowls",
    hedphones: "nocturne-wireless-headphones",
    bakcpack: "summit-40-backpack",
    hammok: "two-tree-hammock",
    "tabel lamp": "lumen-table-lamp",
    sweter: "harbor-fisherman-sweater",
    "wirless speaker": "parlor-bookshelf-speaker",
    "terracota pot": "classic-terracotta-pot",
    compas: "true-north-baseplate-compass",
    neclace: "naive-pearl-necklace",
    jaket: "fell-waxed-jacket boys-denim-jacket zipped-jacket",
    ketle: "heron-gooseneck-kettle",
    mgu: "speckled-stoneware-mug basecamp-enamel-mug",
    lanten: "wayside-camp-lantern",
    notbook: "linen-dot-grid-notebook",
  }),
  ...of("accent", {
    "creme brulee": "creme-brulee-ramekins",
    "crème brûlée": "creme-brulee-ramekins",
    boucle: "boucle-cushion",
    macrame: "macrame-hanging-planter",
    "cafe senal": "cafe-senal-house-espresso",
    "eau de foret": "eau-de-foret-linen-mist",
    "jalapeno jelly": "jalapeno-pepper-jelly",
    CAFETIÈRE: "glass-cafetiere",
    smorrebrod: "smorrebrod-rye-bread-mix",
    grosser: "straussenleder-guertel",
    急須: "kyusu-teapot",
  }),
  ...of("SKU", {
    "MUG-STONE-250-BLU": "speckled-stoneware-mug",
    "brd-aca-m": "acacia-end-grain-chopping-board",
    "KNF-SAN": "kestrel-santoku-knife",
    "ear-hoop-30": "gold-hoop-earrings",
    CMPNORTH: "true-north-baseplate-compass",
    "2110401370010": "acacia-end-grain-chopping-board",
  }),
  ...of("two fields", {
    "olmo mug": "speckled-stoneware-mug",
    "northbeck socks": "long-mile-hiking-socks",
    "garden cedar": "cedar-birdhouse",
    "gift wool": "herringbone-merino-throw merino-rib-beanie lambswool-fringe-scarf",
    "kitchen linen": "washed-linen-tea-towels",
    "jewelry leather": "leather-charm-bracelet",
    "camping furniture": "driftwood-folding-stool",
    "norrsken lighting": "copper-light",
  }),
  ...of("attribute", {
    "walnut knife": "kestrel-santoku-knife",
    "teal hammock": "two-tree-hammock",
    "lavender soap": "olive-oil-soap-bar",
    "amber fig": "slow-evening-candle",
    "kids jacket": "boys-denim-jacket",
    "mustard beanie": "merino-rib-beanie",
    "female silk": "striped-silk-blouse",
    "forest green watering": "long-spout-watering-can",
  }),
  ...of("spelling", {
    "bird house": "cedar-birdhouse",
    "tea pot": "senal-clay-teapot kyusu-teapot",
    "bean bag": "black-bean-bag",
    "boys jacket": "boys-denim-jacket",
    "girl's dress": "girls-tulle-dress",
    teatowel: "washed-linen-tea-towels",
  }),
];
