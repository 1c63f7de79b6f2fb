import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR, SECOND_ADMIN, SERVICE } from "@/testing/actors";
import { decideOn } from "@/testing/approvals";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { closeMember } from "../../profile/service/close-member";
import { changeOrder } from "../../purchases/service/change";
import type { ImportKind, ImportRow } from "../schema";
import { applyPage, refuse } from "./apply";
import { pruneImports, runImports } from "./sweep";

const NOW = "2026-07-01T04:00:00Z";
const context = (now = NOW) => ({ now: new Date(now), progress: null, stopping: () => false });
const run = () => runImports(context());

type Row = Omit<ImportRow, "line">;

/** Told, and judged. */
async function judged(kind: ImportKind, rows: readonly Row[], source = "oldcrm", caller = ADMIN) {
  const desk = as(caller).imports;
  const { importId } = await desk.create({ kind, source, reason: "moving in" });
  await desk.addRows({
    importId,
    part: "1",
    rows: rows.map((row, at) => ({ ...row, line: at + 2 })),
  });
  await desk.check({ importId, rows: rows.length });
  await run();
  return importId;
}

async function approved(importId: string): Promise<void> {
  const { approvalId } = await as(ADMIN).imports.start({ importId });
  const decision = { approvalId: approvalId ?? "", approve: true, reason: "checked" };
  await decideOn(as(SECOND_ADMIN), decision);
}

async function imported(kind: ImportKind, rows: readonly Row[], source?: string) {
  const importId = await judged(kind, rows, source);
  await approved(importId);
  await run();
  return as(ADMIN).imports.get({ importId });
}

const memberOf = async (externalId: string) => {
  const row = await reader.row<{ id: number }>("SELECT id FROM member WHERE externalId = ?", [
    externalId,
  ]);
  return row?.id ?? 0;
};

describe("members of the system before", () => {
  useDatabase("imports");
  useBusinessTime(NOW);

  it("come with their balance, their tier, their record and what they agreed to", async () => {
    const externalId = fresh("u");
    const view = await imported("MEMBERS", [
      {
        ...{ externalId, phone: "13911110001", nickname: "林夏", birthday: "1990-03-05" },
        ...{ joinedOn: "2019-05-01", points: "1,200", pointsEndOn: "2027-12-31" },
        ...{ tier: "GOLD", tierKeepUntil: "2027-03-31", emailConsent: "yes" },
        consentsOn: "2024-01-01",
      },
    ]);
    expect(view).toMatchObject({
      status: "DONE",
      balanced: true,
      kept: { rows: 1, points: 1200, members: 1 },
      fates: { APPLIED: { rows: 1, points: 1200 } },
    });
    const id = await memberOf(externalId);
    expect(await accountsOf(id)).toMatchObject({ available: 1200, tierCode: "GOLD" });
    const profile = await as(ADMIN).members.get({ memberId: String(id) });
    expect(profile).toMatchObject({
      nickname: "林夏",
      joinedAt: "2019-04-30T16:00:00.000Z",
      preferences: { email: true },
    });
    const { expiring } = await as(ADMIN).points.balance({ memberId: String(id) });
    expect(expiring).toEqual([{ points: 1200, expiresAt: "2027-12-31T16:00:00.000Z" }]);
    const { accounts, tier } = await as(memberCaller(id)).points.explain({});
    expect(accounts.available.lines).toMatchObject([
      { type: "ADJUST", referenceType: "OPENING", change: 1200 },
    ]);
    expect(tier.lines.at(-1)).toMatchObject({ cause: "IMPORTED" });
    expect(await countOf("inbox_message", "memberId = ? AND kind = 'POINTS_CREDITED'", [id])).toBe(
      0,
    );
    expect(await countOf("import_row", "memberId = ? AND facts IS NOT NULL", [id])).toBe(0);
  });

  it("are told of as such, so that nobody welcomes them", async () => {
    const externalId = fresh("u");
    await imported("MEMBERS", [{ externalId }]);
    const id = await memberOf(externalId);
    const told = "memberId = ? AND type = 'member.enrolled' AND data LIKE '%\"imported\":true%'";
    expect(await countOf("outbox_event", told, [id])).toBe(1);
  });

  it("change nothing a second time, in whichever file, and a changed row is told", async () => {
    const [one, other] = [fresh("u"), fresh("u")];
    const rows = [
      { externalId: one, points: "10" },
      { externalId: other, points: "20" },
    ];
    const first = await imported("MEMBERS", rows);
    const changed = [rows[0] ?? {}, { externalId: other, points: "25" }];
    const again = await as(ADMIN).imports.get({ importId: await judged("MEMBERS", changed) });
    expect(again.items).toMatchObject([
      { status: "UNCHANGED", before: first.importId },
      { status: "CHANGED", before: first.importId },
    ]);
    await expect(as(ADMIN).imports.start({ importId: again.importId })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    expect(await accountsOf(await memberOf(other))).toMatchObject({ available: 20 });
  });

  it("are the same by their phone and by the shop's id, in one file and in another", async () => {
    const [here, late] = [await enrolled(), await enrolled()];
    const [phone, latePhone] = ["13911110011", "13911110012"];
    const tell = (id: number, number: string) =>
      as(OPERATOR).members.update({ memberId: String(id), phone: number, reason: "a test" });
    await tell(here.id, phone);
    const byId = { externalId: here.externalId ?? "", points: "8" };
    const ends = { pointsEndOn: "2028-06-30" };
    for (const kind of ["MEMBERS", "LOTS"] as const) {
      const more = kind === "LOTS" ? ends : {};
      const first = await imported(kind, [
        { ...byId, ...more },
        { phone, points: "8", ...more },
      ]);
      expect(first.items).toMatchObject([{ status: "APPLIED" }, { status: "REFUSED" }]);
      const again = await judged(kind, [{ phone, points: "8", ...more }]);
      const { items } = await as(ADMIN).imports.get({ importId: again });
      expect(items).toMatchObject([{ status: "CHANGED", before: first.importId }]);
    }
    expect(await accountsOf(here.id)).toMatchObject({ available: 16 });
    // Both were judged before either ran.
    await tell(late.id, latePhone);
    const rows: Row[] = [{ phone: latePhone }, { externalId: late.externalId ?? "" }];
    const ids: string[] = [];
    for (const row of rows) ids.push(await judged("LOTS", [{ ...row, points: "5", ...ends }]));
    for (const importId of ids) await approved(importId);
    await run();
    expect(await accountsOf(late.id)).toMatchObject({ available: 5 });
  });

  it("are applied once where two files with them were approved before either ran", async () => {
    const externalId = fresh("u");
    const ids = [
      await judged("MEMBERS", [{ externalId, points: "10" }]),
      await judged("MEMBERS", [{ externalId, points: "11" }]),
    ];
    for (const importId of ids) await approved(importId);
    await run();
    const views = await Promise.all(ids.map((importId) => as(ADMIN).imports.get({ importId })));
    expect(views.map(({ items }) => items[0]?.status)).toEqual(["APPLIED", "CHANGED"]);
    expect(views.every(({ balanced }) => balanced)).toBe(true);
    expect(await accountsOf(await memberOf(externalId))).toMatchObject({ available: 10 });
  });

  it("who are here already keep what is known of them, and get what they had", async () => {
    const member = await enrolled();
    const externalId = member.externalId ?? "";
    const memberId = String(member.id);
    await as(OPERATOR).members.update({ memberId, nickname: "旧名", reason: "a test" });
    await imported("MEMBERS", [
      { externalId, nickname: "另一个", birthday: "1990-01-01", points: "7", tier: "SILVER" },
    ]);
    const profile = await as(ADMIN).members.get({ memberId });
    expect(profile).toMatchObject({ nickname: "旧名", birthday: "1990-01-01" });
    expect(await accountsOf(member.id)).toMatchObject({ available: 7, tierCode: "SILVER" });
  });

  it("say nothing without a day against what was said here", async () => {
    const [left, silent] = [await enrolled(), await enrolled()];
    const own = as(memberCaller(left.id)).profile;
    await own.update({ preferences: { email: true, sms: false } });
    await own.update({ preferences: { email: false, sms: false } });
    const told = { emailConsent: "yes", marketingConsent: "yes" };
    const rows = [left, silent].map(({ externalId }) => ({
      externalId: externalId ?? "",
      ...told,
    }));
    await approved(await judged("MEMBERS", rows));
    await runImports(context("2026-07-01T09:00:00Z"));
    const consentOf = ({ id }: { id: number }) =>
      reader.row("SELECT emailConsent, marketingConsent FROM member WHERE id = ?", [id]);
    expect(await consentOf(left)).toEqual({ emailConsent: 0, marketingConsent: 1 });
    expect(await consentOf(silent)).toEqual({ emailConsent: 1, marketingConsent: 1 });
  });

  it("every row has its fate, and the good ones stand beside the bad", async () => {
    const closed = await enrolled();
    await at(NOW, (work) => closeMember(work, { memberId: closed.id }, null));
    const holder = await enrolled();
    const phone = "13911110002";
    await as(OPERATOR).members.update({ memberId: String(holder.id), phone, reason: "a test" });
    const good = fresh("u");
    const view = await imported("MEMBERS", [
      { externalId: good, points: "5", phone: "13911110003" },
      { externalId: good, points: "5" },
      { externalId: closed.externalId ?? "" },
      { externalId: fresh("u"), phone },
      { externalId: fresh("u"), phone: "13911110003" },
      { externalId: fresh("u"), tier: "PLATINUM" },
      { externalId: fresh("u"), points: "1e308" },
      { points: "3" },
    ]);
    expect(view.items.map(({ status, code }) => code ?? status)).toEqual([
      ...["APPLIED", "DUPLICATE_ROW", "MEMBER_STATUS_INVALID", "PHONE_TAKEN", "PHONE_TAKEN"],
      ...["TIER_NOT_FOUND", "POINTS_NOT_WHOLE", "MISSING"],
    ]);
    expect(view).toMatchObject({ balanced: true, told: { points: 13 }, kept: { points: 5 } });
  });

  it("who close between the check and the import get nothing, and hold up nobody", async () => {
    const [gone, stays] = await Promise.all([enrolled(), enrolled()]);
    const rows = [gone, stays].map(({ externalId }) => ({
      externalId: externalId ?? "",
      points: "9",
    }));
    const importId = await judged("MEMBERS", rows);
    await approved(importId);
    await at(NOW, (work) => closeMember(work, { memberId: gone.id }, null));
    await run();
    const { items, balanced } = await as(ADMIN).imports.get({ importId });
    expect(items.map(({ status }) => status)).toEqual(["REFUSED", "APPLIED"]);
    expect(balanced).toBe(true);
    expect(await countOf("import_row", "externalId = ?", [gone.externalId ?? ""])).toBe(0);
  });

  it("a row that is refused late leaves the rows around it standing", async () => {
    const [taken, good] = [fresh("u"), fresh("u")];
    const phone = "13911110004";
    const importId = await judged("MEMBERS", [
      { externalId: taken, phone, points: "4" },
      { externalId: good, points: "6" },
    ]);
    await approved(importId);
    const holder = await enrolled();
    await as(OPERATOR).members.update({ memberId: String(holder.id), phone, reason: "a test" });
    await run();
    const { items, balanced } = await as(ADMIN).imports.get({ importId });
    expect(items.map(({ status, code }) => code ?? status)).toEqual(["PHONE_TAKEN", "APPLIED"]);
    expect([balanced, await memberOf(taken)]).toEqual([true, 0]);
  });
});

describe("lots and orders of the system before", () => {
  useDatabase("imports");
  useBusinessTime(NOW);

  it("each lot has its own end, and pays what is owed first", async () => {
    const { id, externalId } = await enrolled();
    const named = { externalId: externalId ?? "" };
    await reader.write("UPDATE member SET owed = 0 WHERE id = ?", [id]);
    const view = await imported("LOTS", [
      { ...named, points: "30", pointsEndOn: "2026-12-31", reference: "a" },
      { ...named, points: "40", pointsEndOn: "2026-12-31", reference: "b" },
      { ...named, points: "50", pointsEndOn: "20280630" },
      { externalId: fresh("nobody"), points: "50", pointsEndOn: "2028-06-30" },
    ]);
    expect(view).toMatchObject({ balanced: true, kept: { points: 120 }, told: { points: 170 } });
    const { expiring } = await as(ADMIN).points.balance({ memberId: String(id) });
    expect(expiring).toEqual([
      { points: 70, expiresAt: "2026-12-31T16:00:00.000Z" },
      { points: 50, expiresAt: "2028-06-30T16:00:00.000Z" },
    ]);
  });

  it("orders count on their days, lift the tier, and earn nothing, edited or not", async () => {
    const { id, externalId } = await enrolled();
    const named = { externalId: externalId ?? "" };
    const orderId = fresh("old");
    const view = await imported("ORDERS", [
      { ...named, orderId, amount: "1,500.00", paidOn: "2026-03-01" },
      { ...named, amount: "600", paidOn: "2026-02-01" },
    ]);
    expect(view).toMatchObject({ balanced: true, kept: { spendMinor: 210_000 } });
    expect(await accountsOf(id)).toMatchObject({
      ...{ available: 0, pending: 0, spendMinor: 210_000, tierCode: "SILVER" },
    });
    const change = { orderId, version: 1, paidAmountMinor: 900_000, changedAt: new Date(NOW) };
    await at(NOW, (work) => changeOrder(work, { memberId: id }, change));
    expect(await accountsOf(id)).toMatchObject({ available: 0, pending: 0, spendMinor: 960_000 });
  });

  it("an order that is known is refused, and one that comes again by the shop is the same", async () => {
    const member = await enrolled();
    const { orderId } = await bought(member.id, { yuan: 100 });
    const row = { externalId: member.externalId ?? "", amount: "100", paidOn: "2026-01-05" };
    const view = await as(ADMIN).imports.get({
      importId: await judged("ORDERS", [{ ...row, orderId }]),
    });
    expect(view.items).toMatchObject([{ status: "REFUSED", code: "DUPLICATE_REFERENCE" }]);
    const former = fresh("old");
    await imported("ORDERS", [{ ...row, orderId: former }]);
    const again = await bought(member.id, { yuan: 100, orderId: former });
    expect(again.duplicate).toBe(true);
    expect(await accountsOf(member.id)).toMatchObject({ spendMinor: 20_000, available: 100 });
  });
});

describe("who may import", () => {
  useDatabase("imports");
  useBusinessTime(NOW);

  it("is an admin or a key for it, and always a second person", async () => {
    for (const caller of [OPERATOR, { ...SERVICE, grants: new Set(["points:adjust"]) }]) {
      await expect(
        as(caller).imports.create({ kind: "LOTS", source: "s", reason: "r" }),
      ).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
    }
    const externalId = fresh("u");
    const importId = await judged("MEMBERS", [{ externalId, points: "1" }], "pos", SERVICE);
    const { status, approvalId } = await as(SERVICE).imports.start({ importId });
    expect(status).toBe("WAITING_FOR_APPROVAL");
    await run();
    expect(await memberOf(externalId)).toBe(0);
    const started = await as(SERVICE).imports.start({ importId });
    expect(started.approvalId).toBe(approvalId);
    const decision = { approvalId: approvalId ?? "", approve: false, reason: "no" };
    await decideOn(as(SECOND_ADMIN), decision);
    await run();
    await pruneImports(context());
    expect(await memberOf(externalId)).toBe(0);
    expect(
      await countOf("import_row", "importId = ? AND facts IS NOT NULL", [Number(importId)]),
    ).toBe(0);
    expect(await as(ADMIN).imports.get({ importId })).toMatchObject({ status: "REJECTED" });
  });

  it("is not whoever asked", async () => {
    const importId = await judged("MEMBERS", [{ externalId: fresh("u"), points: "1" }]);
    const { approvalId } = await as(ADMIN).imports.start({ importId });
    const decision = { approvalId: approvalId ?? "", approve: true, reason: "me" };
    await expect(decideOn(as(ADMIN), decision)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });

  it("names headers as long as can be kept, and is refused beyond", async () => {
    const named = (count: number) =>
      as(ADMIN).imports.create({
        ...{ kind: "MEMBERS", source: "pos", reason: "r" },
        mapping: Object.fromEntries(
          Array.from({ length: count }, (_, n) => [`${"列".repeat(190)}${n}`, "nickname"]),
        ),
      });
    await expect(named(90)).resolves.toMatchObject({ status: "OPEN" });
    await expect(named(200)).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });

  it("a part told again is known, told otherwise refused, and none comes late", async () => {
    const desk = as(SERVICE).imports;
    const { importId } = await desk.create({ kind: "MEMBERS", source: "pos", reason: "r" });
    const part = (externalId: string, n = "1") =>
      desk.addRows({ importId, part: n, rows: [{ line: 2, externalId }] });
    const externalId = fresh("u");
    await Promise.all([part(externalId), part(externalId), part(fresh("u"), "2")]);
    await expect(part(fresh("u"))).rejects.toMatchObject({ domainCode: "DUPLICATE_REFERENCE" });
    await expect(desk.check({ importId, rows: 3 })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
      facts: { rows: 2 },
    });
    await desk.check({ importId, rows: 2 });
    await expect(part(fresh("u"), "3")).rejects.toMatchObject({ domainCode: "VERSION_CONFLICT" });
    await expect(part(externalId)).resolves.toMatchObject({ importId });
    expect(await desk.drop({ importId })).toMatchObject({ status: "DROPPED" });
  });

  it("a row that failed is refused itself, whichever is the next by then", async () => {
    const rows = [1, 2].map(() => ({ externalId: fresh("u"), points: "3" }));
    const importId = await judged("MEMBERS", rows);
    await approved(importId);
    const now = new Date(NOW);
    expect(await applyPage(Number(importId), now)).toBe(2);
    // Another process was quicker: it is applied, and stays so.
    await refuse(Number(importId), now, { row: 1, code: "PHONE_TAKEN" });
    expect((await as(ADMIN).imports.get({ importId })).fates).toMatchObject({
      ...{ APPLIED: { rows: 2 }, REFUSED: { rows: 0 } },
    });
  });

  it("two processes at once apply every row once", async () => {
    const rows = Array.from({ length: 120 }, () => ({ externalId: fresh("u"), points: "3" }));
    const importId = await judged("MEMBERS", rows);
    await approved(importId);
    const work = async () => {
      while ((await applyPage(Number(importId), new Date(NOW))) > 0);
    };
    await Promise.all([work(), work(), work()]);
    await run();
    const view = await as(ADMIN).imports.get({ importId });
    expect(view).toMatchObject({
      ...{ status: "DONE", balanced: true, done: 120 },
      kept: { rows: 120, points: 360, members: 120 },
    });
  });
});
