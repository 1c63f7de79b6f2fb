import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { followingCookie, invitationAt } from "./invitation";

const CODE = "34679ACDEFGHJKMNPQ";
const at = (path: string) => new URL(path, "http://localhost");

describe("a page that is looked at by an invitation's link", () => {
  useDatabase();

  it.each([
    ["a browser's own window", `/tiers?invite=${CODE}`, { "sec-fetch-dest": "document" }, true],
    ["a browser that does not say", `/join?invite=${CODE}`, {}, true],
    [
      "a link of ours",
      `/join?invite=${CODE}`,
      { "sec-fetch-dest": "empty", "sec-fetch-site": "same-origin" },
      true,
    ],
    ["another site's script", `/tiers?invite=${CODE}`, { "sec-fetch-dest": "empty" }, false],
    ["a picture of another site", `/tiers?invite=${CODE}`, { "sec-fetch-dest": "image" }, false],
    ["a frame", `/tiers?invite=${CODE}`, { "sec-fetch-dest": "iframe" }, false],
    ["no code", "/tiers", { "sec-fetch-dest": "document" }, false],
    ["what is no code", "/tiers?invite=hello", { "sec-fetch-dest": "document" }, false],
    ["another page", `/sign-in?invite=${CODE}`, { "sec-fetch-dest": "document" }, false],
  ])("is kept or not, by %s", (_, path, headers, isKept) => {
    expect(followingCookie(at(path), headers) !== null).toBe(isKept);
  });

  it("says what the link says, or else what was kept of one", () => {
    const kept = followingCookie(at(`/tiers?invite=${CODE}`), {})?.split(";")[0] ?? "";
    expect(invitationAt({}, kept)).toMatchObject({ code: CODE });
    const other = { invite: [CODE.toLowerCase(), "x"] };
    expect(invitationAt(other, "")).toMatchObject({ code: CODE, inviter: null });
    expect(invitationAt({}, "")).toBeNull();
  });
});
