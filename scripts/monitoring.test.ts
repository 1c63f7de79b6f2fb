import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measureProcess, metrics } from "@/platform/metrics";
import { inRoot } from "./workspace.mjs";

/** The figures of ours and of Node's that a text names. */
function namedIn(text: string): string[] {
  return [...new Set(text.match(/\b(member_system|process|nodejs)_[a-z0-9_]+/g) ?? [])];
}

function isKnown(name: string): boolean {
  const { registry, ledger } = metrics();
  const ofHistogram = name.replace(/_(bucket|sum|count)$/, "");
  return [registry, ledger].some(
    (figures) => figures.getSingleMetric(name) ?? figures.getSingleMetric(ofHistogram),
  );
}

describe("what watches a server", () => {
  measureProcess();

  it.each(["alerts.yaml", "dashboard.json"])("names figures that there are: %s", (file) => {
    const named = namedIn(readFileSync(inRoot(`docs/monitoring/${file}`), "utf8"));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  });

  it("notices a figure that is none", () => {
    expect(namedIn("rate(member_system_no_such_total[5m])").filter(isKnown)).toEqual([]);
  });

  it("shows each figure of ours on the dashboard or in an alert", () => {
    const texts = ["alerts.yaml", "dashboard.json"].map((file) =>
      readFileSync(inRoot(`docs/monitoring/${file}`), "utf8"),
    );
    const named = namedIn(texts.join("\n")).map((name) => name.replace(/_(bucket|sum|count)$/, ""));
    const { registry, ledger } = metrics();
    const ours = [registry, ledger]
      .flatMap((figures) => figures.getMetricsAsArray())
      .map(({ name }) => name)
      .filter((name) => name.startsWith("member_system_"));
    expect(ours.filter((name) => !named.includes(name) && name !== FAULTY)).toEqual([]);
  });

  it("has panels that do not lie on each other", () => {
    interface Panel {
      id: number;
      gridPos: Record<"x" | "y" | "w" | "h", number>;
    }
    const { panels } = JSON.parse(
      readFileSync(inRoot("docs/monitoring/dashboard.json"), "utf8"),
    ) as {
      panels: Panel[];
    };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}:${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

/** Read where the ledger does not add up. */
const FAULTY = "member_system_ledger_faulty_members";
