import { describe, expect, it } from "vitest";
import { pagePath, pagePathOf } from "./page-path";

describe("the page that is asked for", () => {
  it.each([
    ["/console", "/console"],
    ["/console/members?tier=GOLD&q=%E6%9E%97", "/console/members?tier=GOLD&q=%E6%9E%97"],
    ["/console/members?tier=GOLD&_rsc=1a2b", "/console/members?tier=GOLD"],
    ["/console/members?_rsc=1a2b", "/console/members"],
    ["/console/members?_rsc&q=_rsc", "/console/members?q=_rsc"],
    ["/membership/history?from=2026-01-01#top", "/membership/history?from=2026-01-01"],
  ])("%s is %s", (asked, path) => {
    expect(pagePath(new URL(asked, "http://localhost"))).toBe(path);
  });

  it("is the front page where nobody said", () => {
    expect(pagePathOf(new Headers())).toBe("/");
  });
});
