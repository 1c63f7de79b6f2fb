import { describe, expect, it } from "vitest";
import { safePath } from "./safe-path";

describe("where to go after signing in", () => {
  it.each([
    ["/membership", "/membership"],
    ["/console/members?tier=GOLD#top", "/console/members?tier=GOLD#top"],
    [undefined, "/"],
    ["", "/"],
    ["membership", "/"],
    ["https://elsewhere.example/", "/"],
    ["//elsewhere.example/membership", "/"],
    ["/\\elsewhere.example", "/"],
    ["/\t/elsewhere.example", "/"],
    ["/..//elsewhere.example", "/"],
    ["javascript:alert(1)", "/"],
    ["\\/elsewhere.example", "/"],
    ["/%2e%2e//elsewhere.example", "/"],
    ["/\n/elsewhere.example", "/"],
    ["/\\\\elsewhere.example", "/"],
    ["https:elsewhere.example", "/"],
    ["//localhost@elsewhere.example", "/"],
    // An encoded slash stays one in a browser: a page of this site that there is none of.
    ["/%2f%2felsewhere.example", "/%2f%2felsewhere.example"],
    ["/%5celsewhere.example", "/%5celsewhere.example"],
    ["/console/members?q=//elsewhere.example", "/console/members?q=//elsewhere.example"],
    ["/api/auth/signout", "/"],
    ["/sign-in?next=/sign-in", "/"],
    ["/second-factor?next=/second-factor", "/"],
  ])("%s leads to %s", (asked, path) => {
    expect(safePath(asked)).toBe(path);
  });
});
