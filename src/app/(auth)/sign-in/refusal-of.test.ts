import { describe, expect, it } from "vitest";
import { refusalOf } from "./refusal-of";

describe("why signing in elsewhere led back", () => {
  it.each([
    ["NoMember", "NoMember"],
    ["AccountClosed", "AccountClosed"],
    ["NoAccount", "NoAccount"],
    ["OAuthCallback", "other"],
    ["<script>", "other"],
    ["", "other"],
    [undefined, undefined],
  ])("%j is said as %j", (error, said) => {
    expect(refusalOf(error)).toBe(said);
  });
});
