import { of, type QualityQuery } from "./quality-query.ts";

export const JACKETS =
  "classic-leather-jacket navy-sport-jacket dark-winter-jacket zipped-jacket olive-green-jacket";
const CHOKERS = "choker-with-bead choker-with-gold-pendant choker-with-triangle";
export const NECKLACES = `${CHOKERS} dainty-gold-neclace dreamcatcher-pendant-necklace gemstone gold-bird-necklace origami-crane-necklace pretty-gold-necklace silver-threader-necklace stylish-summer-neclace`;
const TURQUOISE = "dreamcatcher-pendant-necklace gemstone pretty-gold-necklace stylish-summer-neclace";
const STERLING_NECKLACES =
  "dreamcatcher-pendant-necklace gemstone origami-crane-necklace silver-threader-necklace";
const EARRINGS = "boho-earrings galaxy-earrings looped-earrings guardian-angel-earrings gold-hoop-earrings";
const BRACELETS =
  "chain-bracelet leather-anchor bangle-bracelet bangle-bracelet-with-feathers moon-charm-bracelet leather-charm-bracelet";
const SOFAS = "cream-sofa grey-sofa yellow-sofa";
const PILLOWS = "brown-throw-pillows knitted-throw-pillows";

/** Over Shopify's samples. */
export const SHOPIFY_QUERIES: readonly QualityQuery[] = [
  ...of("plain", {
    "denim top": "dark-denim-top",
    "blue tuxedo": "blue-silk-tuxedo",
    "elephant earrings": "looped-earrings",
    "watering can": "yellow-watering-can long-spout-watering-can",
    sofa: SOFAS,
    couch: "cream-sofa",
    "winter jacket": "dark-winter-jacket",
    "plant pot": "clay-plant-pot",
    "chest of drawers": "antique-drawers",
    "waterproof jacket": "navy-sport-jacket zipped-jacket",
    "womens bag": "black-leather-bag",
    "chakra bracelet": "chain-bracelet",
    "flannel shirt": "chequered-red-shirt",
  }),
  ...of("prefix", {
    galax: "galaxy-earrings",
    "origami cr": "origami-crane-necklace",
    "bedside ta": "bedside-table",
    "knitted thr": "knitted-throw-pillows",
    varsi: "classic-varsity-top",
    biodeg: "biodegradable-cardboard-pots",
  }),
  ...of("plural", {
    chokers: CHOKERS,
    jumpers: "yellow-wool-jumper",
    armchairs: "pink-armchair",
    fences: "wooden-fence",
    bangles: "bangle-bracelet bangle-bracelet-with-feathers",
    blouses: "striped-silk-blouse navy-silk-blouse",
    trowels: "gardening-hand-trowel",
    pillow: PILLOWS,
  }),
  ...of("typo", {
    braclet: BRACELETS,
    earings: EARRINGS,
    dreamcacher: "dreamcatcher-pendant-necklace",
    "antiqe drawers": "antique-drawers",
    "cheqered shirt": "chequered-red-shirt",
    "guardien angel": "guardian-angel-earrings",
    gemstoen: "gemstone",
    pilow: PILLOWS,
    "turqoise necklace": TURQUOISE,
    "lether jacket": "classic-leather-jacket",
  }),
  ...of("accent", {
    sofá: SOFAS,
  }),
  ...of("SKU", {
    // The samples have none: these are made of the handle and the option.
    "CLASSIC-VARSITY-TOP-MEDIUM": "classic-varsity-top",
    "led-high-tops": "led-high-tops",
    GEMSTONEPURPLE: "gemstone",
  }),
  ...of("two fields", {
    "sterling necklace": STERLING_NECKLACES,
    "rustic sofa": "grey-sofa",
    "home sweet home candle": "vanilla-candle",
    "bedroom wood": "bedside-table",
    "men silk": "blue-silk-tuxedo",
    "women leather": "classic-leather-jacket black-leather-bag",
    "bracelet moon": "moon-charm-bracelet",
    "garden table": "wooden-outdoor-table",
  }),
  ...of("attribute", {
    "varsity medium": "classic-varsity-top",
    "silver anchor": "leather-anchor",
    "purple gemstone": "gemstone",
    "black shakra": "chain-bracelet",
    "large clay pot": "clay-plant-pot",
  }),
  ...of("vendor", {
    "sterling ltd": `${STERLING_NECKLACES} galaxy-earrings guardian-angel-earrings`,
    "home sweet home": "yellow-sofa knitted-throw-pillows vanilla-candle",
    "rustic ltd":
      "wooden-outdoor-table brown-throw-pillows white-ceramic-pot yellow-watering-can gardening-hand-trowel biodegradable-cardboard-pots grey-sofa wooden-outdoor-slats wooden-fence",
  }),
  ...of("spelling", {
    "red t-shirt": "red-sports-tee",
    "longsleeve top": "longsleeve-cotton-top",
    "throw-pillows": PILLOWS,
    bedclothes: "white-bed-clothes",
    hightops: "led-high-tops",
    "women's jacket": "classic-leather-jacket dark-winter-jacket olive-green-jacket",
  }),
];
