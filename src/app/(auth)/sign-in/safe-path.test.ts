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
    ["/api/auth/signout", "/"],
    ["/sign-in?next=/sign-in", "/"],
  ])("%s leads to %s", (asked, path) => {
    expect(safePath(asked)).toBe(path);
  });
});
