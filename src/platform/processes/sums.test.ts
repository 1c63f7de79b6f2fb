import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { type Figures, PROCESS_LABEL } from "../metrics";
import { Sums } from "./sums";

/** What a process of this name has counted, as it comes by the pipe. */
async function figures(name: string, count: number): Promise<Figures> {
  const registers = [new Registry()];
  new Counter({ name: "calls", help: "h", labelNames: ["door"], registers }).inc(
    { door: "rest" },
    count,
  );
  new Gauge({ name: "waiting", help: "h", registers }).set(count);
  const seconds = new Histogram({ name: "seconds", help: "h", buckets: [1], registers });
  for (let n = 0; n < count; n++) seconds.observe(0.5);
  const labelNames = [PROCESS_LABEL];
  const own = { [PROCESS_LABEL]: name };
  new Counter({ name: "cpu", help: "h", labelNames, registers }).inc(own, count);
  new Gauge({ name: "bytes", help: "h", labelNames, registers }).set(own, count);
  return JSON.parse(JSON.stringify(await registers[0]?.getMetricsAsJSON()));
}

const linesOf = (text: string) =>
  text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

describe("figures of several processes", () => {
  it("are added up, and those of one alone stay its own", async () => {
    const sums = new Sums();
    sums.keep({}, await figures("api-1", 3));
    sums.keep({}, await figures("api-2", 4));
    expect(linesOf(await sums.text(await figures("primary", 1)))).toEqual([
      'calls{door="rest"} 8',
      "waiting 8",
      'seconds_bucket{le="1"} 8',
      'seconds_bucket{le="+Inf"} 8',
      "seconds_sum 4",
      "seconds_count 8",
      'cpu{process="primary"} 1',
      'cpu{process="api-1"} 3',
      'cpu{process="api-2"} 4',
      'bytes{process="primary"} 1',
      'bytes{process="api-1"} 3',
      'bytes{process="api-2"} 4',
    ]);
  });

  it("keep what was counted by those that ended, and nothing else of theirs", async () => {
    const sums = new Sums();
    for (const count of [3, 4, 5]) {
      const whose = {};
      sums.keep(whose, await figures("api-1", count));
      sums.end(whose);
      // One that never told any leaves none.
      sums.end({});
    }
    const lines = linesOf(await sums.text(await figures("primary", 1)));
    expect(lines).toContain('calls{door="rest"} 13');
    expect(lines).toContain("seconds_count 13");
    expect(lines).toContain("waiting 1");
    expect(lines.filter((line) => line.includes("api-1"))).toEqual([]);
  });
});
