import { describe, expect, it } from "vitest";
import { as, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { staffCaller } from "@/testing/staff";
import { type Layout, VIEWS_MAX } from "../schema/lists";

const LAYOUT: Layout = { columns: ["member", "tier"], density: "COMPACT" };
const GOLD = {
  list: "members" as const,
  name: "Gold",
  isShared: false,
  address: "tier=GOLD",
  layout: LAYOUT,
};

describe("views of a list", () => {
  useDatabase("lists");

  it("are one's own until they are shared, and changed by who made them", async () => {
    const [mine, other] = [as(await staffCaller()), as(await staffCaller())];
    const { viewId } = await mine.lists.keepView(GOLD);
    const own = await mine.lists.views({ list: "members" });
    expect(own.items).toMatchObject([
      { viewId, name: "Gold", address: "tier=GOLD", layout: LAYOUT, isOwn: true, mayChange: true },
    ]);
    const seen = async () => (await other.lists.views({ list: "members" })).items;
    expect((await seen()).filter((one) => one.viewId === viewId)).toEqual([]);

    const { list: _, ...content } = GOLD;
    await mine.lists.changeView({ ...content, viewId, revision: 1, isShared: true });
    expect((await seen()).filter((one) => one.viewId === viewId)).toMatchObject([
      { isOwn: false, mayChange: false, isShared: true, owner: "Test" },
    ]);
    const taken = other.lists.changeView({ ...content, viewId, revision: 2, name: "Mine now" });
    await expect(taken).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    const removed = other.lists.removeView({ viewId });
    await expect(removed).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
  });

  it("that all see an admin may take away, and nobody's own", async () => {
    const [mine, admin] = [as(await staffCaller()), as(await staffCaller("admin"))];
    const shared = await mine.lists.keepView({ ...GOLD, isShared: true });
    const own = await mine.lists.keepView(GOLD);
    await admin.lists.removeView({ viewId: shared.viewId });
    const removed = admin.lists.removeView({ viewId: own.viewId });
    await expect(removed).rejects.toMatchObject({ domainCode: "NOT_FOUND" });
    const { items } = await mine.lists.views({ list: "members" });
    expect(items.filter(({ isOwn }) => isOwn)).toMatchObject([{ viewId: own.viewId }]);
    const target = `listView:${shared.viewId}`;
    expect(await countOf("audit_log", "action = 'lists.removeView' AND target = ?", [target])).toBe(
      1,
    );
  });

  it.each([
    ["q=13800001234&tier=GOLD", "tier=GOLD"],
    ["q=%2B86+138-0000-1234", ""],
    ["tier=GOLD&q=M478724245706", "tier=GOLD"],
    ["q=%E6%9E%97&tier=GOLD", "q=%E6%9E%97&tier=GOLD"],
  ])("keep nobody's number: %s", async (address, kept) => {
    const mine = as(await staffCaller());
    const { viewId } = await mine.lists.keepView({ ...GOLD, address });
    const keptAs = async () => (await mine.lists.views({ list: "members" })).items[0]?.address;
    expect(await keptAs()).toBe(kept);
    const { list: _, ...content } = GOLD;
    await mine.lists.changeView({ ...content, viewId, revision: 1, address });
    expect(await keptAs()).toBe(kept);
  });

  it("lose nothing that somebody saved meanwhile", async () => {
    const mine = as(await staffCaller());
    const { viewId } = await mine.lists.keepView(GOLD);
    const { list: _, ...content } = GOLD;
    const saved = await Promise.allSettled(
      ["A", "B", "C"].map((name) =>
        mine.lists.changeView({ ...content, viewId, revision: 1, name }),
      ),
    );
    expect(saved.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(saved.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { domainCode: "VERSION_CONFLICT" },
    });
  });

  it("are so many and no more, also of many kept at once", async () => {
    const caller = await staffCaller();
    for (let n = 2; n < VIEWS_MAX; n++) await as(caller).lists.keepView(GOLD);
    const kept = await Promise.allSettled(
      Array.from({ length: 6 }, () => as(caller).lists.keepView(GOLD)),
    );
    expect(kept.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    const { items } = await as(caller).lists.views({ list: "members" });
    expect(items.filter(({ isOwn }) => isOwn)).toHaveLength(VIEWS_MAX);
  });

  it("keep columns of one's own where no view says them", async () => {
    const caller = await staffCaller();
    expect((await as(caller).lists.views({ list: "audit" })).layout).toBeNull();
    await as(caller).lists.setLayout({ list: "audit", layout: LAYOUT });
    expect((await as(caller).lists.views({ list: "audit" })).layout).toEqual(LAYOUT);
    expect((await as(caller).lists.views({ list: "members" })).layout).toBeNull();
  });

  it.each([
    ["an address with a line break", { address: "a=1\nb" }],
    ["an address as long as a page", { address: "a".repeat(2001) }],
    ["a column twice", { layout: { ...LAYOUT, columns: ["tier", "tier"] } }],
    ["no name", { name: " " }],
  ])("are refused with %s", async (_, wrong) => {
    const kept = as(await staffCaller()).lists.keepView({ ...GOLD, ...wrong });
    await expect(kept).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("are of lists that one sees, and of staff alone", async () => {
    const caller = { ...(await staffCaller()), grants: new Set(["members:read"]) };
    const kept = as(caller).lists.keepView({ ...GOLD, list: "audit" });
    await expect(kept).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
    const seen = as(SERVICE).lists.views({ list: "members" });
    await expect(seen).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
  });
});
