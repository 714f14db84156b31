const PATHS = {
  bag: "M5 8h14l1 12H4zM9 10.5V7a3 3 0 0 1 6 0v3.5",
  cart: "M3 4h2.5l2 11h10l2-8H6.4M9 19.5h.01M16.5 19.5h.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20c.6-3.6 3.6-5.5 7.5-5.5s6.9 1.9 7.5 5.5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  filter: "M4 7h16M7 12h10M10 17h4",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5 10 17.5 19 7",
} as const;

/** A small sign beside words, which say what it means. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
