import { apparel } from "./products/apparel.ts";
import { bathAndBody } from "./products/bath-and-body.ts";
import { coffeeAndTea } from "./products/coffee-and-tea.ts";
import { deskAndAudio } from "./products/desk-and-audio.ts";
import { garden } from "./products/garden.ts";
import { homeAndLiving } from "./products/home-and-living.ts";
import { kitchen } from "./products/kitchen.ts";
import { outdoors } from "./products/outdoors.ts";
import type { Category } from "./types.ts";

/** The demo shop: 60 products in eight categories. */
export const categories: readonly Category[] = [
  kitchen,
  coffeeAndTea,
  homeAndLiving,
  garden,
  outdoors,
  apparel,
  bathAndBody,
  deskAndAudio,
];
