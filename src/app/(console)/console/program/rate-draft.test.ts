import { describe, expect, it } from "vitest";
import { rateDrafts, rateFaults, readRates, shownRates } from "./rate-draft";

const typed = (...drafts: [currency: string, yuan: string][]) =>
  JSON.stringify(drafts.map(([currency, yuan]) => ({ currency, yuan })));

describe("exchange rates in the form", () => {
  it("are said for a whole one and stay as they were", () => {
    const rates = [
      { currency: "USD", rate: "7.1234" },
      { currency: "JPY", rate: "4.8" },
    ];
    expect(rateDrafts(shownRates(rates))).toEqual([
      { currency: "USD", yuan: "7.1234" },
      { currency: "JPY", yuan: "0.048" },
    ]);
    expect(readRates(shownRates(rates))).toEqual(rates);
  });

  it("are read as they are typed", () => {
    expect(readRates(typed([" usd ", " 7.1 "]))).toEqual([{ currency: "USD", rate: "7.1" }]);
  });

  it.each([
    ["no currency", [["US", "7"]], "0.currency"],
    ["the program's own", [["CNY", "1"]], "0.currency"],
    [
      "one twice",
      [
        ["USD", "7"],
        ["USD", "8"],
      ],
      "1.currency",
    ],
    ["no figure", [["USD", "7,1"]], "0.rate"],
    ["nothing", [["USD", "0"]], "0.rate"],
    ["decimals beyond the last", [["USD", "7.123456789"]], "0.rate"],
  ] as [string, [string, string][], string][])("say what is wrong with %s", (_, drafts, at) => {
    expect(readRates(typed(...drafts))).toBeNull();
    expect([...rateFaults(rateDrafts(typed(...drafts)))]).toContain(at);
  });
});
