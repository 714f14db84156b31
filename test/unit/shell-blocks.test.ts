import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runBlocks } from "../docs/support/run-blocks.ts";
import { announcedStatuses, shellBlocks, variablesSet } from "../docs/support/shell-blocks.ts";

const DOCUMENT = `
\`\`\`sh
ONE=1; TWO=2
\`\`\`

\`\`\`ts
const no = "shell";
\`\`\`

1. In a list:

   <!-- not run: needs an account -->

   \`\`\`sh
   deploy
     --now
   \`\`\`
`;

describe("shell blocks of a document", () => {
  it("are found with their place, and with the reason why one is not run", () => {
    expect(shellBlocks("a.md", DOCUMENT)).toEqual([
      { place: "a.md:2", code: "ONE=1; TWO=2", notRun: undefined },
      { place: "a.md:14", code: "deploy\n  --now", notRun: "needs an account" },
    ]);
  });

  it("tell which variables they set and which statuses they announce", () => {
    expect(variablesSet('A=1\n  B="$(x)"; C=3 # D=4\necho E=5')).toEqual(["A", "B", "C"]);
    expect(announcedStatuses("curl x # 404: not there\ncurl y   # 200 of them")).toEqual(["404"]);
  });
});

describe("running them", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      answer.writeHead(request.url === "/there" ? 200 : 404).end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  afterAll(() => server.close());

  async function problemsOf(code: string): Promise<string> {
    const problems = await runBlocks(tmpdir(), [
      { place: "a.md:1", code: `URL=${url}\n${code}`, notRun: undefined },
    ]);
    return problems.join("\n");
  }

  it("finds nothing wrong with what works as the text says", async () => {
    expect(await problemsOf('curl "$URL/there"\ncurl -s "$URL/gone" # 404: gone')).toBe("");
  });

  it.each([
    ["a status that is not announced", 'curl "$URL/gone"', "got 404 GET"],
    [
      "an announced status that did not come",
      'curl "$URL/there" # 404: gone',
      "announced [404], got nothing",
    ],
    ["a server that does not answer", "curl http://127.0.0.1:9/", "ended with 7"],
    ["a variable that nobody set", 'curl "$URL/$THING"', "THING: unbound variable"],
    ["a variable that came out empty", 'THING=$(curl -s "$URL/there" > /dev/null)', "THING is empty"],
    ["a variable that is undefined", "THING=undefined", "THING is empty"],
    ["an empty piece of a path", 'THING=" "\ncurl "$URL//there"', "empty"],
    ["a command that fails", "false", "ended with 1"],
    ["a call that was not made", 'false && curl "$URL/there" || true', "of 1 calls 0 were made"],
  ])("finds %s", async (_, code, problem) => {
    expect(await problemsOf(code)).toContain(problem);
  });

  it("ends what a block left in the background", async () => {
    expect(await problemsOf("sleep 60 &")).toBe("");
  });
});
