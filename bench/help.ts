export const HELP = `npm run bench -- [SUBJECT] [options]

  (none)              rows and growth
  rows                every budget beside its floor, the peers, bundle and start-up
  growth              throughput and latency from 1 to 64 connections
  mixed               90 % browse, 8 % cart, 2 % checkout, as fast as 16 connections can (5 minutes)
  soak                the same mix at a constant arrival rate (30 minutes)
  memory              what is left of 24,000 carts and 1,200 orders once nobody asks for them (9 minutes)
  flash-sale          one SKU, 500 units, 10,000 buyers, beside other shoppers
  catalog             the catalog's reads, cold and hot, over growing catalogs
  complete            rows, growth, mixed and flash-sale

  --seconds N         length of one measured round (2.5)
  --rounds N          rounds a row, floor and API in turns (3)
  --only NAME         only rows whose name contains NAME
  --products N        size of the catalog, 3 variants each (1000)
  --connections N     (16)
  --flows N           parallel buyers of the whole checkout (8)
  --sizes LIST        products of the catalogs that "catalog" compares (1000,10000,100000)
  --levels LIST       connections that "growth" compares (1,2,4,8,16,32,64)
  --minutes N         length of "mixed" (5) or "soak" (30)
  --rate N            operations a second that arrive in "soak", and beside "flash-sale" (40)
  --buyers N, --units N, --parallel N   of "flash-sale" (10000, 500, 256)
  --server KIND       miniflare: through Miniflare's own server (default); direct: the Worker's own socket (rows, growth, catalog)
  --log-level LEVEL   of the API (info, as deployed)
  --out FOLDER        where to write the results, a JSON file a subject (.build/bench)
  --json FILE         where to write the result of a single subject instead
  --strict            a missed budget fails the run; errors and broken invariants always do

npm run bench:render  writes the results into docs/architecture/performance.md`;
