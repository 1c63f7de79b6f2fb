import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import {
  followedLink,
  forgettingCookie,
  inviteCookie,
  inviteLink,
  keptInvitation,
} from "./invite-link";

const CODE = "34679ACDEFGHJKMNPQ";
const OTHER = "QPNMKJHGFEDCA97643";
const NOW = new Date("2026-07-01T04:00:00Z");
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000);

const queryOf = (link: string) => new URL(link).searchParams;
const cookieIn = (line: string) => line.split(";")[0] ?? "";

describe("an invitation's link", () => {
  useDatabase();

  it("says by whom it is, masked, and which code", () => {
    const link = inviteLink(CODE, "林夏");
    expect(link).not.toContain("夏");
    expect(followedLink(queryOf(link), NOW)).toEqual({ code: CODE, inviter: "林**", at: NOW });
    expect(followedLink(queryOf(inviteLink(CODE, null)), NOW)).toMatchObject({ inviter: null });
  });

  it("reads a code as it is typed, and nothing else as one", () => {
    const typed = new URLSearchParams({ invite: "3467-9acd efgh jkmn pq" });
    expect(followedLink(typed, NOW)).toMatchObject({ code: CODE });
    for (const invite of ["", "x", "<script>", `${CODE}A`]) {
      expect(followedLink(new URLSearchParams({ invite }), NOW)).toBeNull();
    }
  });

  it("tells a code that somebody has from one that nobody has by nothing", () => {
    const [known, unknown] = [CODE, OTHER].map((invite) =>
      followedLink(new URLSearchParams({ invite }), NOW),
    );
    expect({ ...known, code: "" }).toEqual({ ...unknown, code: "" });
  });

  it("takes no name that it did not write, or wrote for another code", () => {
    const query = queryOf(inviteLink(CODE, "林夏"));
    query.set("invite", OTHER);
    expect(followedLink(query, NOW)).toMatchObject({ inviter: null });
    const [, signature] = (query.get("by") ?? "").split(".");
    const name = Buffer.from("客服").toString("base64url");
    for (const by of [`${name}.${signature}`, name, `${name}.`, ".", "x".repeat(5000)]) {
      const asked = new URLSearchParams({ invite: CODE, by });
      expect(followedLink(asked, NOW)).toMatchObject({ code: CODE, inviter: null });
    }
  });
});

describe("what is kept of it", () => {
  useDatabase();
  const keep = () => cookieIn(inviteCookie({ code: CODE, inviter: "林**", at: NOW }));

  it("is read back for thirty days, among other cookies", () => {
    const header = `theme=dark; ${keep()}; locale=en`;
    expect(keptInvitation(header, days(29))).toEqual({ code: CODE, inviter: "林**", at: NOW });
    expect(keptInvitation(header, days(31))).toBeNull();
    expect(keptInvitation("", NOW)).toBeNull();
    const nameless = cookieIn(inviteCookie({ code: CODE, inviter: null, at: NOW }));
    expect(keptInvitation(nameless, NOW)).toMatchObject({ inviter: null });
  });

  it("can't be moved to another moment, code or name", () => {
    const [name = "", value = ""] = keep().split("=");
    const parts = value.split(".");
    for (const place of [0, 1, 2, 3]) {
      const forged = parts.with(place, place === 0 ? OTHER : "k");
      expect(keptInvitation(`${name}=${forged.join(".")}`, NOW)).toBeNull();
    }
  });

  it("is for this site and its server alone", () => {
    const line = inviteCookie({ code: CODE, inviter: null, at: NOW });
    for (const part of ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"]) {
      expect(line).toContain(part);
    }
    expect(keptInvitation(cookieIn(forgettingCookie()), NOW)).toBeNull();
    expect(forgettingCookie()).toContain("Max-Age=0");
  });
});
