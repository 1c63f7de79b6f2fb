import { describe, expect, it } from "vitest";
import { permissionsOf } from "@/modules/access/rules/roles";
import type { Access, Caller } from "@/platform/auth";
import { reader } from "@/platform/db";
import { ADMIN, as, keyed } from "@/testing/actors";
import { PASSWORD } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import type { ApprovalKind } from "../access/schema/approvals";
import { runImports } from "../imports/service/sweep";
import { appRouter } from "../router";

/** The commands by which points, money, goods or the right to give them come into being, by somebody's decision. */
const WAITS: Record<string, ApprovalKind> = {
  "points.adjust": "ADJUSTMENT",
  "points.createBatch": "BATCH",
  "coupons.issue": "COUPON",
  "coupons.issueMany": "COUPON",
  "activities.create": "ACTIVITY",
  "activities.change": "ACTIVITY",
  "automations.act": "AUTOMATION",
  "rewards.create": "REWARD",
  "rewards.update": "REWARD",
  "rewards.changeStock": "REWARD",
  "benefits.save": "RULES",
  "benefits.remove": "RULES",
  "benefits.setTiers": "RULES",
  "tiers.publish": "RULES",
  "program.publishRules": "RULES",
  "drafts.publish": "RULES",
  "drafts.rollBack": "RULES",
  "imports.start": "IMPORT",
  "access.createKey": "KEY",
  "access.createOperator": "ADMIN",
  "access.changeOperator": "ADMIN",
  "identity.invite": "ADMIN",
  "approvals.setPolicy": "POLICY",
};

/** Bounded by the day of whoever acts, and refused beyond it: nobody waits for them. */
const REFUSED = [
  "tiers.assign",
  "members.create",
  "members.update",
  "members.merge",
  "orders.earn",
  "rewards.returnParcel",
  "rewards.withdraw",
];

/** Carries out what the rules, or two persons, decided. */
const BY_RULES = [
  "activities.join",
  "approvals.decide",
  "benefits.cancel",
  "benefits.commit",
  "benefits.use",
  "coupons.cancel",
  "coupons.commit",
  "coupons.takeNamed",
  "coupons.use",
  "earning.checkIn",
  "earning.makeUp",
  "points.capture",
  "points.hold",
  "points.release",
  "points.reverse",
  "points.use",
  "rewards.cancel",
  "rewards.correctLabel",
  "rewards.finish",
  "rewards.readdress",
  "rewards.redeem",
  "rewards.ship",
  "rewards.undoShipment",
];

/**
 * By none of these anybody has more than before. A coupon's definition gives nothing: its issue does; nor
 * does an automation before it is started, nor a draft before it is published.
 */
const GIVES_NOTHING = [
  "access.revokeKey",
  "activities.readNotices",
  "automations.create",
  "automations.update",
  "approvals.comment",
  "approvals.withdraw",
  "brand.keepLogo",
  "brand.setSetting",
  "coupons.create",
  "coupons.reveal",
  "coupons.update",
  "coupons.void",
  "coupons.voidIssue",
  "drafts.cancelSchedule",
  "drafts.comment",
  "drafts.create",
  "drafts.discard",
  "drafts.edit",
  "drafts.takeIn",
  "guests.setSetting",
  "guests.showSecret",
  "imports.addRows",
  "imports.check",
  "imports.create",
  "imports.drop",
  "identity.revokeInvitation",
  "identity.sendReset",
  "identity.setSignUp",
  "identity.setStaffSignIn",
  "identity.takeSecondFactor",
  "lists.changeView",
  "lists.dropFile",
  "lists.dropSelection",
  "lists.keepView",
  "lists.openFile",
  "lists.removeView",
  "lists.select",
  "lists.setLayout",
  "lists.startFile",
  "machines.drop",
  "machines.start",
  "members.addNote",
  "members.changeAttribute",
  "members.close",
  "members.defineAttribute",
  "members.editNote",
  "members.identify",
  "members.publishConsentText",
  "members.removeNote",
  "members.setLabels",
  "members.setLabelsOf",
  "members.setStatus",
  "program.dropPreview",
  "program.startPreview",
  "rewards.reveal",
  "rewards.saveCarrier",
  "rewards.setGoal",
  "segments.create",
  "segments.listMembers",
  "segments.update",
  "sessions.handOff",
  "stats.rebuild",
  "system.runNow",
  "system.testClock",
  "webhooks.create",
  "webhooks.pause",
  "webhooks.ping",
  "webhooks.remove",
  "webhooks.resend",
  "webhooks.resendSince",
  "webhooks.resume",
  "webhooks.rotate",
  "webhooks.update",
  "worklist.setNotices",
];

const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { meta: { access: Access; kind: string } } }
>;
const commands = Object.entries(procedures)
  .filter(([, { _def }]) => _def.meta.kind === "command")
  .filter(([, { _def }]) => _def.meta.access.operator || _def.meta.access.service)
  .map(([name]) => name);

it("every command of staff and services says whether it gives, and who decides on it", () => {
  const said = [...Object.keys(WAITS), ...REFUSED, ...BY_RULES, ...GIVES_NOTHING];
  expect(said.toSorted()).toEqual(commands.toSorted());
});

/** Somebody whose day is new. */
let persons = 700;
function someone(): Caller {
  persons += 1;
  const grants = new Set<string>(permissionsOf("admin"));
  return { ...ADMIN, actor: `admin:${persons}`, userId: persons, personId: persons, grants };
}

const GIFT = {
  title: "见面礼",
  titleEn: "A welcome",
  description: "参加就送。",
  descriptionEn: "Points for joining.",
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2100-01-01T00:00:00Z",
  effect: { kind: "BONUS_POINTS", on: "JOIN", points: 10 },
  capacity: 10,
} as const;
const BAG = {
  kind: "PRODUCT",
  name: { "zh-CN": "帆布包", en: "Canvas bag" },
  pointsCost: 5_000,
  onShelf: true,
} as const;

type Desk = ReturnType<typeof as>;
const edited = async ({ program }: Desk) => {
  return { expectedVersion: (await program.current({})).versionId, reason: "a test" };
};
const couponOf = ({ coupons }: Desk) =>
  coupons.create({
    name: { "zh-CN": "满减券", en: "Ten off" },
    terms: { effect: { kind: "AMOUNT", amountMinor: 100 }, validDays: 7 },
  });
/** @param by who prepares what it is about */
const made = async (name: string, caller: Caller, by: Desk) => {
  const desk = keyed(caller);
  const reward = () => by.rewards.create({ ...BAG, stock: 1, onShelf: false });
  switch (name) {
    case "points.adjust":
      return desk.points.adjust({
        memberId: String((await enrolled()).id),
        points: 1,
        reason: "small",
      });
    case "points.createBatch": {
      const rows = [{ memberId: String((await enrolled()).id), points: 1 }];
      const { status } = await desk.points.createBatch({ reason: fresh("b"), dryRun: false, rows });
      return { approvalId: status === "WAITING_FOR_APPROVAL" ? "there is one" : null };
    }
    case "coupons.issue":
      return desk.coupons.issue({
        definitionId: (await couponOf(by)).definitionId,
        memberId: String((await enrolled()).id),
        reason: "small",
      });
    case "coupons.issueMany":
      return desk.coupons.issueMany({
        definitionId: (await couponOf(by)).definitionId,
        count: 1,
        reason: "small",
      });
    case "activities.create":
      return desk.activities.create({ ...GIFT, publish: true });
    case "activities.change": {
      const { activityId } = await by.activities.create({ ...GIFT, publish: false });
      return desk.activities.change({ activityId, revision: 1, action: "publish" });
    }
    case "automations.act": {
      const name = { "zh-CN": "新会员礼", en: "Welcome" };
      const { definitionId } = await couponOf(by);
      const wanted = { name, definitionId, trigger: { kind: "JOINED" as const }, totalLimit: 1 };
      const { automationId, revision } = await by.automations.create(wanted);
      return desk.automations.act({ automationId, revision, action: "start" });
    }
    case "rewards.create":
      return desk.rewards.create({ ...BAG, stock: 1 });
    case "rewards.update": {
      const { rewardId, version } = await reward();
      return desk.rewards.update({ ...BAG, rewardId, version });
    }
    case "rewards.changeStock": {
      const { rewardId } = await reward();
      await reader.write("UPDATE reward SET onShelf = TRUE WHERE id = ?", [Number(rewardId)]);
      return desk.rewards.changeStock({ rewardId, by: 1, reason: "more" });
    }
    case "benefits.save": {
      const [benefit] = (await by.program.current({})).rules.benefits;
      if (!benefit) throw new Error("a program has benefits");
      const off = { ...benefit, enabled: !benefit.enabled };
      return desk.benefits.save({ ...(await edited(by)), benefit: off });
    }
    case "benefits.remove":
      return desk.benefits.remove({ ...(await edited(by)), benefitId: "FREE_SHIPPING" });
    case "benefits.setTiers": {
      const benefits = [{ benefitId: "FREE_SHIPPING", tiers: [] }];
      return desk.benefits.setTiers({ ...(await edited(by)), benefits });
    }
    case "tiers.publish": {
      const tiers = (await by.tiers.ladder({})).items.map(({ rank: _, ...tier }) => tier);
      return desk.tiers.publish({ ...(await edited(by)), tiers, removed: [] });
    }
    case "program.publishRules":
      return desk.program.publishRules({
        ...(await edited(by)),
        adjust: { approvalAbovePoints: 9 },
      });
    case "drafts.publish": {
      const { draftId } = await by.drafts.create({ name: "May" });
      const edits = [{ field: "rules.earn.pointsPerYuan", was: 1, value: 2 }];
      const { revision } = await by.drafts.edit({ draftId, edits });
      return desk.drafts.publish({ draftId, revision, reason: "a test" });
    }
    case "drafts.rollBack": {
      const { versionId } = await by.program.current({});
      return desk.drafts.rollBack({
        ...(await edited(by)),
        versionId: String(Number(versionId) - 1),
      });
    }
    case "imports.start": {
      const told = { kind: "MEMBERS", source: "pos", reason: "moving in" } as const;
      const { importId } = await by.imports.create(told);
      const rows = [{ line: 2, externalId: fresh("u"), points: "1" }];
      await by.imports.addRows({ importId, part: "1", rows });
      await by.imports.check({ importId, rows: 1 });
      await runImports({ now: new Date(), progress: null, stopping: () => false });
      return desk.imports.start({ importId });
    }
    case "access.createKey":
      return desk.access.createKey({ name: fresh("k"), scopes: ["members:read"] });
    case "access.createOperator":
    case "access.changeOperator":
      return letIn(name, caller);
    default:
      throw new Error(`${name} is not called here`);
  }
};

/** A version after the one in force, with which nobody waited. */
async function published() {
  const always = (wanted: boolean) =>
    reader.write("UPDATE approval_policy SET always = ? WHERE act = 'RULES'", [wanted]);
  await always(false);
  const by = as(someone());
  await by.program.publishRules({ ...(await edited(by)), adjust: { approvalAbovePoints: 9 } });
  await always(true);
}

async function letIn(name: string, caller: Caller) {
  const by = name === "access.createOperator" ? caller : someone();
  const person = { name: "周航", email: `${fresh("z")}@shop.example`, password: PASSWORD };
  const operator = await as(by).access.createOperator({ ...person, role: "operator" });
  const { userId } = operator;
  expect(await countOf("user", "id = ? AND disabledAt IS NOT NULL", [Number(userId)])).toBe(1);
  if (name === "access.createOperator") return operator;
  return as(caller).access.changeOperator({ userId, disabled: false });
}

describe("where the policy wants a second person for every act", () => {
  useDatabase("gives");

  const called = Object.keys(WAITS).filter(
    (name) => name !== "identity.invite" && name !== "approvals.setPolicy",
  );

  it.each(called)("%s waits, however little it gives, and changes nothing", async (name) => {
    await reader.write("UPDATE approval_policy SET always = TRUE", []);
    const caller = someone();
    if (name === "drafts.rollBack") await published();
    const versions = () => countOf("program_version", "1 = 1", []);
    const before = await versions();
    const { approvalId } = await made(name, caller, as(someone()));
    expect(approvalId).toEqual(expect.any(String));
    expect(await versions()).toBe(before);
    const kind = WAITS[name];
    const asked = "kind = ? AND requesterId = ? AND status = 'WAITING'";
    expect(await countOf("approval", asked, [kind ?? "", caller.personId ?? 0])).toBe(1);
  });
});
