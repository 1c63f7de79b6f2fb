import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Access, ANONYMOUS, type Caller } from "@/platform/auth";
import { DomainError } from "@/platform/errors";
import type { Meta } from "@/platform/trpc";
import { ADMIN, as, at, keyed, memberCaller, OPERATOR, SERVICE, WEBHOOK } from "@/testing/actors";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, fresh, LONG_AGO } from "@/testing/factories";
import { useBusinessTime, useProgram } from "@/testing/program";
import { permission, scope } from "./access/schema/access";
import { enrol } from "./members/service/members";
import { appRouter } from "./router";

/**
 * Made from the router: who may call each procedure follows from what it declares, told here a second
 * time in other words. A procedure that a stranger or a member may call must be named below.
 */

interface Procedure {
  name: string;
  meta: Meta;
}

const procedures: Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta?: unknown } }>,
).map(([name, procedure]) => ({ name, meta: procedure._def.meta as Meta }));

/** What anybody on the internet may call. */
const PUBLIC = [
  "access.askCode",
  "access.me",
  "access.resetPassword",
  "access.signInByCode",
  "access.signOut",
  "activities.list",
  "brand.current",
  "brand.logo",
  "earning.invitationTerms",
  "health.live",
  "health.ready",
  "identity.beginPasskeySignIn",
  "identity.followLink",
  "identity.lookAtHandoff",
  "identity.lookAtLink",
  "identity.owed",
  "identity.signInByPasskey",
  "identity.signUp",
  "identity.signUpOffer",
  "sending.mailbox",
  "tiers.list",
  "wallets.changed",
  "wallets.latest",
  "wallets.register",
  "wallets.unregister",
];

function call(name: string, input: unknown, caller: Caller): Promise<unknown> {
  let found: unknown = keyed(caller);
  for (const part of name.split(".")) found = (found as Record<string, unknown>)[part];
  return (found as (input: unknown) => Promise<unknown>)(input);
}

async function refusalOf(name: string, input: unknown, caller: Caller): Promise<string> {
  try {
    await call(name, input, caller);
    return "none";
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.domainCode;
  }
}

const withGrants = (caller: Caller, ...grants: string[]): Caller => ({
  ...caller,
  grants: new Set(grants),
});
const everythingBut = (all: readonly string[], one: string | undefined) =>
  all.filter((name) => name !== one);

/** Signed in but for the second factor. */
const OWING: Caller = { ...ANONYMOUS, sessionId: "none", owes: { userId: 1, factor: "CODE" } };

type Answer = "may" | "AUTHENTICATION_REQUIRED" | "PERMISSION_DENIED";

/** Who knocks, and what a declared access means for them. */
const CALLERS: [string, (access: Access) => Caller, (access: Access) => Answer][] = [
  ["a stranger", () => ANONYMOUS, ({ public: open }) => (open ? "may" : "AUTHENTICATION_REQUIRED")],
  [
    "a member",
    () => memberCaller(987_654_321),
    ({ public: open, member, person }) => (open || member || person ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "a member’s account without a member",
    () => ({ ...memberCaller(1), memberId: null }),
    ({ public: open, person }) => (open || person ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "somebody who owes a second factor",
    () => OWING,
    ({ public: open, owing }) => (open || owing ? "may" : "AUTHENTICATION_REQUIRED"),
  ],
  [
    "an operator with just the permission",
    ({ operator }) => withGrants(OPERATOR, operator ?? "nothing"),
    ({ public: open, operator, person }) =>
      open || operator || person ? "may" : "PERMISSION_DENIED",
  ],
  [
    "an operator with every permission but this",
    ({ operator }) => withGrants(OPERATOR, ...everythingBut(permission.options, operator)),
    ({ public: open, person }) => (open || person ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "an operator with a service’s scopes",
    ({ operator }) => withGrants(OPERATOR, ...everythingBut(scope.options, operator)),
    ({ public: open, person }) => (open || person ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "an admin",
    () => ADMIN,
    ({ public: open, operator, person }) =>
      open || operator || person ? "may" : "PERMISSION_DENIED",
  ],
  [
    "a service with just the scope",
    ({ service }) => withGrants(SERVICE, service ?? "nothing"),
    ({ public: open, service }) => (open || service ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "a service with every scope but this",
    ({ service }) => withGrants(SERVICE, ...everythingBut(scope.options, service)),
    ({ public: open }) => (open ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "a service without a scope",
    () => withGrants(SERVICE, ""),
    ({ public: open }) => (open ? "may" : "PERMISSION_DENIED"),
  ],
  [
    "the sender of a signed message",
    () => WEBHOOK,
    ({ public: open, signature }) => (open || signature ? "may" : "PERMISSION_DENIED"),
  ],
];

const UNKNOWN_FIELD = { noProcedureKnowsThis: 1 };

describe("every procedure", () => {
  useDatabase();

  it.each(procedures)("$name declares who may call it, by names that exist", ({ meta }) => {
    const { access } = meta;
    expect(Object.values(access).filter(Boolean)).not.toEqual([]);
    if (access.operator !== undefined) expect(permission.options).toContain(access.operator);
    if (access.service !== undefined) expect(scope.options).toContain(access.service);
    if (access.signature !== undefined) expect(access).toEqual({ signature: "webhook" });
  });

  it("that strangers may call is one of a few", () => {
    const open = procedures.filter(({ meta }) => meta.access.public).map(({ name }) => name);
    expect(open.sort()).toEqual(PUBLIC);
  });

  it.each(procedures)("$name takes no field that it does not know", async ({ name, meta }) => {
    const caller = {
      ...withGrants(SERVICE, meta.access.service ?? "", `signature:${meta.access.signature}`),
      ...(meta.access.operator && !meta.access.service ? ADMIN : {}),
      ...(meta.access.owing ? OWING : {}),
      ...(/^(member|person)$/.test(Object.keys(meta.access).join()) ? memberCaller(1) : {}),
    };
    expect(await refusalOf(name, UNKNOWN_FIELD, caller)).toBe("VALIDATION_FAILED");
  });

  describe.each(CALLERS)("called by %s", (_, callerOf, answerOf) => {
    it.each(procedures)("$name", async ({ name, meta }) => {
      const refusal = await refusalOf(name, UNKNOWN_FIELD, callerOf(meta.access));
      const denied = ["AUTHENTICATION_REQUIRED", "PERMISSION_DENIED"].includes(refusal);
      expect(denied ? refusal : "may").toBe(answerOf(meta.access));
    });
  });
});

interface Owner {
  memberId: number;
  externalId: string;
  memberCode: string;
  phone: string;
  holdId: string;
  activityId: string;
  rewardId: string;
  redemptionId: string;
  addressId: string;
  couponCode: string;
  definitionId: string;
}

async function owner(): Promise<Owner> {
  const phone = `+861${randomInt(3, 10)}${String(randomInt(1e9)).padStart(9, "0")}`;
  const made = await at(LONG_AGO, (work) => enrol(work, { externalId: fresh("u"), phone }));
  const { id, externalId, memberCode } = made;
  await bought(id, { yuan: 900 });
  const hold = { points: 20, orderId: fresh("o"), orderAmountMinor: 50_000 };
  const { holdId } = await as(memberCaller(id)).points.hold(hold);
  const { activityId } = await as(ADMIN).activities.create(ACTIVITY);
  const { rewardId } = await as(ADMIN).rewards.create(REWARD);
  const taken = { rewardId, deliveryAddress: ADDRESS };
  const { redemptionId } = await keyed(memberCaller(id)).rewards.redeem(taken);
  const { addressId } = await as(memberCaller(id)).rewards.addAddress({
    deliveryAddress: ADDRESS,
  });
  const { definitionId } = await coupon();
  const { code: couponCode } = await given(id, definitionId);
  const named = { memberId: id, externalId: externalId ?? "", memberCode, phone };
  return {
    ...named,
    holdId,
    activityId,
    rewardId,
    redemptionId,
    addressId,
    couponCode,
    definitionId,
  };
}

const REWARD = {
  kind: "PRODUCT",
  name: { "zh-CN": "帆布包", en: "Canvas bag" },
  pointsCost: 10,
  stock: 20,
  onShelf: true,
} as const;

const ADDRESS = { name: "林夏", phone: "13800001234", region: "浙江省杭州市", line: "文三路 1 号" };

const ACTIVITY = {
  title: "满千里",
  titleEn: "A thousand",
  description: "满一千送积分。",
  descriptionEn: "Points for a thousand.",
  startsAt: "2026-01-01T00:00:00Z",
  endsAt: "2100-01-01T00:00:00Z",
  effect: { kind: "CHALLENGE", goal: "SPEND", target: 100_000, points: 10 },
  capacity: 50,
  publish: true,
} as const;

const order = () => ({ points: 5, orderId: fresh("o"), orderAmountMinor: 50_000 });

/** For every procedure that a member may call: a call that would be right for whom it is about. */
const ABOUT: Record<string, (whose: Owner) => Record<string, unknown>> = {
  "activities.join": ({ activityId }) => ({ activityId }),
  "activities.list": () => ({}),
  "earning.checkIn": () => ({}),
  "earning.checkIns": () => ({}),
  "earning.firstSteps": () => ({}),
  "earning.invitations": () => ({}),
  "earning.invited": () => ({}),
  "earning.makeUp": () => ({ date: "2027-01-14" }),
  "earning.ways": () => ({}),
  "points.balance": () => ({}),
  "points.transactions": () => ({}),
  "points.statement": () => ({}),
  "points.explain": () => ({}),
  "points.tierStep": () => ({}),
  "points.hold": order,
  "points.holdView": ({ holdId }) => ({ holdId }),
  "points.release": ({ holdId }) => ({ holdId }),
  "benefits.available": () => ({}),
  "coupons.check": ({ couponCode }) => ({ code: couponCode, orderAmountMinor: 39_900 }),
  "coupons.checkNamed": ({ couponCode }) => ({ code: couponCode, orderAmountMinor: 39_900 }),
  "coupons.mine": () => ({}),
  "orders.quote": () => ({ orderAmountMinor: 39_900, shippingMinor: 1_200 }),
  "rewards.list": () => ({}),
  "rewards.get": ({ rewardId }) => ({ rewardId }),
  "rewards.categories": () => ({}),
  "rewards.goal": () => ({}),
  "rewards.setGoal": ({ rewardId }) => ({ rewardId }),
  "rewards.addresses": () => ({}),
  "rewards.addAddress": () => ({ deliveryAddress: ADDRESS }),
  "rewards.changeAddress": ({ addressId }) => ({
    addressId,
    deliveryAddress: { ...ADDRESS, line: "文三路 2 号" },
  }),
  "rewards.removeAddress": ({ addressId }) => ({ addressId }),
  "rewards.redeem": ({ rewardId }) => ({ rewardId, deliveryAddress: ADDRESS }),
  "rewards.redemptions": () => ({}),
  "rewards.cancel": ({ redemptionId }) => ({ id: redemptionId }),
  "rewards.readdress": ({ redemptionId }) => ({
    redemptionId,
    deliveryAddress: { ...ADDRESS, line: "文三路 3 号" },
  }),
  "stats.savings": () => ({}),
  "tiers.moment": () => ({}),
  "tiers.showMoment": () => ({ reached: null }),
  "stats.savingLines": () => ({}),
  "inbox.list": () => ({}),
  "inbox.unreadCount": () => ({}),
  "inbox.markRead": () => ({}),
  "profile.get": () => ({}),
  "profile.hub": () => ({}),
  "profile.cardCodes": () => ({}),
  "wallets.applePass": () => ({}),
  "wallets.googleLink": () => ({}),
  "wallets.offer": () => ({}),
  "profile.consents": () => ({}),
  "profile.export": () => ({}),
  "profile.close": ({ memberCode }) => ({ memberCode }),
  "profile.update": () => ({ nickname: "林夏" }),
  "sessions.handOff": () => ({}),
};

/** Closing comes last: whoever closed can call nothing else. */
const ofMembers = procedures
  .filter(({ meta }) => meta.access.member)
  .sort((a, b) => Number(a.name === "profile.close") - Number(b.name === "profile.close"));
const NOT_TOLD = /^(PERMISSION_DENIED|\w*NOT_FOUND)$/;
/** What is everybody's, or the shop's to name. */
const SHARED = ["orderId", "activityId", "rewardId"];
/** What can be done once answers so the second time. */
const DONE = /^(none|ALREADY_JOINED|ALREADY_CHECKED_IN)$/;

/** The ways in which a service or an operator names a member. */
const NAMES = ["memberId", "externalId", "memberCode", "phone"] as const;

/** Whether the input has a place for naming another member. */
function names(meta: Meta, field: string): boolean {
  const schema = z.toJSONSchema(meta.input, { io: "input", unrepresentable: "any" });
  return Object.hasOwn(schema.properties ?? {}, field);
}

describe("what a member may call", () => {
  useDatabase();
  useBusinessTime("2027-01-15T04:00:00Z");
  useProgram({ earn: { makeUpsPerMonthMax: 1 } });
  let mine: Owner;
  let theirs: Owner;

  beforeAll(async () => {
    [mine, theirs] = [await owner(), await owner()];
  });

  const figures = async ({ memberId }: Owner) => ({
    ...(await accountsOf(memberId)),
    entries: await countOf("points_entry", "memberId = ?", [memberId]),
    named: await countOf("member", "id = ? AND nickname IS NOT NULL", [memberId]),
  });

  it("is named here with a call of its own", () => {
    expect(Object.keys(ABOUT).sort()).toEqual(ofMembers.map(({ name }) => name).sort());
  });

  it.each(ofMembers)("$name never tells or touches another’s", async ({ name, meta }) => {
    const before = await figures(theirs);
    const input = ABOUT[name]?.(theirs) ?? {};
    const attempts: Record<string, unknown>[] = [];
    for (const field of names(meta, "memberId") ? NAMES : []) {
      if (names(meta, field)) attempts.push({ ...input, [field]: String(theirs[field]) });
    }
    if (names(meta, "memberId")) {
      attempts.push({ ...input, memberId: "999999999" });
      attempts.push({ ...input, memberId: String(mine.memberId), externalId: theirs.externalId });
    }
    // Things with a number of their own: one of theirs, and one that nobody has.
    const own = Object.keys(input).filter(
      (field) => /(^id|Id)$/.test(field) && !SHARED.includes(field),
    );
    if (own.length > 0) {
      const nobodys = Object.fromEntries(own.map((field) => [field, "999999999"]));
      attempts.push(input, { ...input, ...nobodys });
    }
    for (const attempt of attempts) {
      expect(await refusalOf(name, attempt, memberCaller(mine.memberId))).toMatch(NOT_TOLD);
    }
    expect(await figures(theirs)).toEqual(before);
  });

  it.each(ofMembers)("$name answers each member about themself", async ({ name, meta }) => {
    const input = ABOUT[name]?.(mine) ?? {};
    const answer = await call(name, input, memberCaller(mine.memberId));
    const text = JSON.stringify(answer);
    expect(text).not.toContain(theirs.memberCode);
    if (names(meta, "memberId")) {
      const named = { ...input, ...("orderId" in input ? { orderId: fresh("o") } : {}) };
      const myself = { ...named, memberId: String(mine.memberId) };
      expect(await refusalOf(name, myself, memberCaller(mine.memberId))).toMatch(DONE);
    }
  });

  /** Whom it is about follows from a number that only one member has; a service may say it too. */
  const NAMED_BY_ITS_NUMBER = new Set(["rewards.cancel"]);

  it.each(ofMembers.filter(({ meta }) => meta.access.service && names(meta, "memberId")))(
    "$name asks a service whom it is about, by exactly one name",
    async ({ name }) => {
      const input = ABOUT[name]?.(mine) ?? {};
      const both = { ...input, memberId: String(mine.memberId), externalId: mine.externalId };
      for (const vague of NAMED_BY_ITS_NUMBER.has(name) ? [both] : [input, both]) {
        expect(await refusalOf(name, vague, SERVICE)).toBe("VALIDATION_FAILED");
      }
      const nobody = { ...input, externalId: fresh("nobody") };
      expect(await refusalOf(name, nobody, SERVICE)).toBe("MEMBER_NOT_FOUND");
    },
  );
});

/** For what only services and operators may call: a call that would be right, but for whom it is about. */
const ABOUT_ANYBODY: Record<string, (whose: Owner) => Record<string, unknown>> = {
  "members.setStatus": () => ({ status: "ACTIVE", reason: "looked at" }),
  "tiers.assign": () => ({ tierCode: "GOLD", reason: "a good customer" }),
  "members.tierHistory": () => ({}),
  "members.lots": () => ({}),
  "members.orders": () => ({}),
  "members.orderLines": () => ({ orderId: "o-unknown" }),
  "members.orderVersions": () => ({ orderId: "o-unknown" }),
  "members.audit": () => ({}),
  "members.notes": () => ({}),
  "members.addNote": () => ({ text: "prefers e-mail" }),
  "points.adjust": () => ({ points: 1, reason: "late parcel" }),
  "orders.earn": () => ({ event: "REVIEW", referenceId: fresh("review") }),
  "orders.trial": () => ({ orderAmountMinor: 39_900 }),
  "orders.trialOrders": () => ({}),
  "points.use": order,
  "benefits.use": () => ({
    benefitId: "PRIORITY_DISPATCH",
    orderId: fresh("o"),
    orderAmountMinor: 1,
  }),
  "benefits.usages": () => ({}),
  "coupons.use": ({ couponCode }) => ({
    code: couponCode,
    orderId: fresh("o"),
    orderAmountMinor: 39_900,
  }),
  "coupons.takeNamed": ({ couponCode }) => ({
    code: couponCode,
    orderId: fresh("o"),
    orderAmountMinor: 39_900,
  }),
  "coupons.issue": ({ definitionId }) => ({ definitionId, reason: "late parcel" }),
  "activities.participations": () => ({}),
  "members.close": () => ({ reason: "asked to" }),
};

/** What has a place for such a name and asks for none: a path, what is given or typed, what narrows a list. */
const NOT_ABOUT_ONE = [
  "approvals.list",
  "audit.list",
  "members.consents",
  "members.create",
  "members.get",
  "members.labels",
  "members.merge",
  "members.mergePreview",
  "members.mergedFrom",
  "members.record",
  "members.setLabels",
  "members.update",
  "profile.close",
  "webhooks.deliveries",
];

const naming = procedures
  .filter(
    ({ name, meta }) => NAMES.some((field) => names(meta, field)) && !NOT_ABOUT_ONE.includes(name),
  )
  .sort((a, b) => Number(a.name === "members.close") - Number(b.name === "members.close"));
const ofOthers = naming.filter(({ meta }) => meta.access.service || meta.access.operator);

describe("whoever names a member", () => {
  useDatabase();
  let theirs: Owner;

  beforeAll(async () => {
    theirs = await owner();
  });

  const callerOf = ({ access }: Meta): Caller => (access.service ? SERVICE : ADMIN);
  const inputOf = (name: string) => (ABOUT[name] ?? ABOUT_ANYBODY[name])?.(theirs);

  it.each(naming)("may do so to $name in each way", ({ meta }) => {
    expect(NAMES.filter((field) => names(meta, field))).toEqual(NAMES);
  });

  it("has a call here for each procedure that is about somebody", () => {
    expect(ofOthers.filter(({ name }) => !inputOf(name)).map(({ name }) => name)).toEqual([]);
  });

  it.each(ofOthers)("is understood by $name, in one way at a time", async ({ name, meta }) => {
    const caller = callerOf(meta);
    for (const field of NAMES) {
      const input = { ...inputOf(name), [field]: String(theirs[field]) };
      const refusal = await refusalOf(name, input, caller);
      expect(refusal).not.toMatch(/^(VALIDATION_FAILED|PERMISSION_DENIED|MEMBER_NOT_FOUND)$/);
      // A closed member has no phone and no id of the shop; the code is still theirs.
      if (name === "members.close") break;
      for (const other of NAMES.filter((one) => one !== field)) {
        const both = { ...input, [other]: String(theirs[other]) };
        expect(await refusalOf(name, both, caller)).toBe("VALIDATION_FAILED");
      }
    }
  });

  it.each(ofOthers)("who is nobody is not found by $name", async ({ name, meta }) => {
    const nobody = { memberCode: "M000000000000", phone: "+85290000000", externalId: fresh("no") };
    for (const [field, value] of Object.entries(nobody)) {
      const input = { ...inputOf(name), [field]: value };
      expect(await refusalOf(name, input, callerOf(meta))).toBe("MEMBER_NOT_FOUND");
    }
  });

  it.each(ofOthers)("by a phone that is none is told so by $name", async ({ name, meta }) => {
    const input = { ...inputOf(name), phone: "0571-88880000" };
    await expect(call(name, input, callerOf(meta))).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "phone", message: expect.stringContaining("+86") }],
    });
  });

  it.each(
    ofOthers.filter(({ meta }) => meta.access.service && meta.access.service !== "members:read"),
  )("by phone has to be let look members up by $name", async ({ name, meta }) => {
    const input = { ...inputOf(name), phone: theirs.phone };
    const caller = withGrants(SERVICE, meta.access.service ?? "");
    expect(await refusalOf(name, input, caller)).toBe("PERMISSION_DENIED");
  });
});
