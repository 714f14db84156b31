import type { Outcome } from "./rounds.ts";
import { rate } from "./table.ts";

/** What others do a second on the same kind of machine, 16 connections (8 flows for checkouts), 1,000 products of 3 variants. */
export interface Peer {
  name: string;
  productList: number;
  checkout: number;
  /** Least multiples of them that the API has to reach. */
  wanted: { productList: number; checkout: number };
}

/** Measured on the same kind of machine: production mode, PostgreSQL 15 with real fsync, Redis 7; medians of 3 rounds, 2026-11-22. */
export const PEERS: readonly Peer[] = [
  { name: "Vendure 3.7.3", productList: 120, checkout: 6, wanted: { productList: 25, checkout: 20 } },
  { name: "Medusa 2.21.2", productList: 17, checkout: 1, wanted: { productList: 200, checkout: 100 } },
];

/** The most that any peer's budget asks for, a second. */
export function wantedOf(what: keyof Peer["wanted"]): number {
  return Math.max(...PEERS.map((peer) => peer[what] * peer.wanted[what]));
}

const ROWS: Record<keyof Peer["wanted"], string> = {
  productList: "product list of 20, hot",
  checkout: "whole guest checkout",
};

/** How the API compares with each peer, for people and for the documents. */
export function peerRows(outcomes: readonly Outcome[]): string[][] {
  const rows = PEERS.flatMap((peer) =>
    (Object.keys(ROWS) as (keyof typeof ROWS)[]).flatMap((what) => {
      const own = outcomes.find(({ name }) => name === ROWS[what]);
      if (!own) return [];
      const times = own.ours.perSecond / peer[what];
      const multiples = [`${times.toFixed(0)} x`, `${peer.wanted[what]} x`];
      return [
        [`${ROWS[what]} beside ${peer.name}`, rate(own.ours.perSecond), rate(peer[what]), ...multiples],
      ];
    }),
  );
  return [["", "per s", "peer per s", "times", "wanted"], ...rows];
}
