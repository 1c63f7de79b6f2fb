import { describe, expect, it } from "vitest";
import { appRouter } from "@/modules/router";
import { memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { ANONYMOUS, lanesOf } from "../auth";
import type { Meta } from "../trpc";
import { boundsFor, callerName, queryKind } from "./kinds";

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta: Meta } }>;
const kindOf = (name: string) => {
  const meta = procedures[name]?._def.meta;
  return meta && queryKind(meta);
};

describe("a kind of work", () => {
  it.each([
    ["profile.get", "read"],
    ["members.get", "read"],
    ["points.balance", "read"],
    ["orders.quote", "read"],
    ["tiers.list", "read"],
    ["members.list", "list"],
    ["profile.export", "list"],
    ["audit.list", "list"],
    ["stats.dashboard", "list"],
    ["approvals.list", "list"],
  ])("%s is %s by its declaration", (name, kind) => {
    expect(kindOf(name)).toBe(kind);
  });

  it.each([2, 3, 4, 10, 200])("leaves a connection to reads, of %i", (connections) => {
    const { acts, queries } = boundsFor(connections);
    expect(acts.running).toBe(connections - 1);
    expect(acts.ofLane).toBeLessThanOrEqual(Math.max(1, acts.running - 1));
    expect(acts.kinds.job.running).toBeLessThanOrEqual(Math.ceil(connections / 2));
    expect(queries.kinds.list.running).toBeLessThanOrEqual(Math.ceil(connections / 2));
  });
});

describe("whose turn it is", () => {
  it.each([
    [SERVICE, "203.0.113.7", "service:1"],
    [WEBHOOK, "203.0.113.7", "webhook"],
    [memberCaller(12), "203.0.113.7", "member:12"],
    [ANONYMOUS, "203.0.113.7", "address 203.0.113.0/24"],
    [ANONYMOUS, "2001:db8:7:8::1", "address 2001:db8:7::/48"],
  ])("is a caller's by name, and of strangers a region's", (caller, address, name) => {
    expect(callerName(caller, address)).toBe(name);
  });

  it.each<[unknown, string[]]>([
    [{ memberId: 7 }, ["member by memberId,7"]],
    [{ externalId: "u-1", points: 1 }, ["member by externalId,u-1"]],
    [{ memberCode: "M251105000123" }, ["member by memberCode,M251105000123"]],
    [{ phone: "+8613800138000" }, ["member by phone,+8613800138000"]],
    [
      { type: "ORDER_COMPLETED", data: { externalId: "u-1", orderId: "A" } },
      ["member by externalId,u-1"],
    ],
    [{ orderId: "A" }, []],
    [{ data: null }, []],
    [null, []],
  ])("%j says of whom it is", (input, lanes) => {
    expect(lanesOf(SERVICE, input)).toEqual(lanes);
  });

  it("is about themselves where a member says nothing", () => {
    expect(lanesOf(memberCaller(12), { points: 1 })).toEqual(["member by memberId,12"]);
    expect(lanesOf(memberCaller(12), { memberId: 7 })).toEqual(["member by memberId,12"]);
  });
});
