const ORDERS: Record<string, string> = {
  relevance: "Best match",
  "-created_at": "Newest first",
  price: "Price, low to high",
  "-price": "Price, high to low",
  name: "Name, A to Z",
};

/** In which order products stand. */
export function SortChoice({ query, go }: { query: URLSearchParams; go: (next: URLSearchParams) => void }) {
  const usual = query.has("q") ? "relevance" : "-created_at";
  const choose = (order: string) => {
    const next = new URLSearchParams(query);
    if (order === usual) next.delete("sort");
    else next.set("sort", order);
    go(next);
  };
  const offered = Object.entries(ORDERS).filter(([order]) => order !== "relevance" || query.has("q"));
  return (
    <label class="sort">
      <span>Sort by</span>
      <select
        class="input"
        value={query.get("sort") ?? usual}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {offered.map(([order, words]) => (
          <option key={order} value={order}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
