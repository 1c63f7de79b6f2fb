import { describe, expect, it } from "vitest";
import { businessNow } from "@/platform/clock";
import { as, at, memberCaller, SERVICE, WEBHOOK } from "@/testing/actors";
import { joined, someEmail, somePhone } from "@/testing/codes";
import { useDatabase } from "@/testing/database";
import { accountsOf, bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useProgram } from "@/testing/program";
import { enrol } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";
import { enrolMember } from "../../profile/service/profile";
import { inviteFollower } from "./followed";

const LIMIT = 2;

const minute = (from: number) => new Date(businessNow().getTime() + from * 60_000);
const codeOf = async (memberId: number) =>
  (await as(memberCaller(memberId)).earning.invitations({})).inviteCode;

/** Comes in with what was kept of a link, followed so many minutes from now. */
const follow = (memberId: number, code: string, from = -1) =>
  at(businessNow(), (work) => inviteFollower(work, memberId, { code, at: minute(from) }));

/** Who has just signed up by an address. */
async function newcomer(email = someEmail()) {
  const who = { externalId: null, email, verified: ["email"] } as const;
  const { id: memberId } = await at(businessNow(), (work) => enrol(work, who));
  return { memberId };
}

/** The same, having followed a link. */
async function signedUp(code: string, email = someEmail()) {
  const { memberId } = await newcomer(email);
  return { memberId, outcome: await follow(memberId, code) };
}

const invitedOf = async (memberId: number) =>
  (await as(memberCaller(memberId)).earning.invited({})).items;

const told = (memberId: number) =>
  countOf("outbox_event", "memberId = ? AND type = 'member.invitation'", [memberId]);

describe("who followed an invitation and became a member here", () => {
  useDatabase("followed");
  useProgram({ earn: { referralsPerMonthMax: LIMIT } });

  it("came by it, once, and the one who invited sees how far it has come", async () => {
    const { id } = await enrolled();
    const code = await codeOf(id);
    const { memberId } = await joined(...both(someEmail()));
    expect(await follow(memberId, code)).toBe("REMEMBERED");
    expect(await follow(memberId, code)).toBe("INVITED_BEFORE");
    expect(await told(memberId)).toBe(1);
    expect(await invitedOf(id)).toMatchObject([{ name: null, state: "JOINED", points: 0 }]);
    await bought(memberId, { yuan: 50, now: businessNow() });
    expect(await invitedOf(id)).toMatchObject([{ state: "REWARDED", points: 100 }]);
    expect(await as(memberCaller(memberId)).earning.invitations({})).toMatchObject({
      own: "REWARDED",
      rewardedThisMonth: 0,
    });
  });

  it("may invite by themself, without an id of the shop", async () => {
    const { memberId } = await newcomer();
    const { outcome } = await signedUp(await codeOf(memberId));
    expect(outcome).toBe("REMEMBERED");
  });

  it("came by themself where they were a member before they followed it, or have ordered", async () => {
    const code = await codeOf((await enrolled()).id);
    const { memberId } = await newcomer();
    expect(await follow(memberId, code, 1)).toBe("MEMBER_BEFORE");
    await bought(memberId, { yuan: 50, now: businessNow() });
    expect(await follow(memberId, code)).toBe("ORDERED_BEFORE");
    expect(await told(memberId)).toBe(0);
  });

  it("came by themself where the shop has another member of the same address", async () => {
    const code = await codeOf((await enrolled()).id);
    const phone = `+86${somePhone()}`;
    await as(SERVICE).members.create({ externalId: fresh("u"), phone });
    const { memberId } = await joined(phone, phone);
    expect(await follow(memberId, code)).toBe("MEMBER_BEFORE");
  });

  it.each([
    ["another spelling", (email: string) => email.replace("@", "+friend@")],
    ["dots", (email: string) => email.replace("n-", "n.-")],
  ])("invites nobody who is themself by %s", async (_, other) => {
    const email = someEmail();
    const { memberId } = await newcomer(email);
    const again = await signedUp(await codeOf(memberId), other(email));
    expect(again.outcome).toBe("SELF_REFERRAL");
    const phone = `+86${somePhone()}`;
    const shops = await as(SERVICE).members.create({ externalId: fresh("u"), phone });
    const own = await joined(phone, phone);
    const code = await codeOf(Number(shops.memberId));
    expect(["SELF_REFERRAL", "MEMBER_BEFORE"]).toContain(await follow(own.memberId, code));
  });

  it("is one person with whom the shop tells of by the same address, whoever comes first", async () => {
    const code = await codeOf((await enrolled()).id);
    const enrol = (externalId: string) =>
      as(WEBHOOK).orders.event({
        type: "USER_REGISTERED",
        timestamp: new Date().toISOString(),
        data: { externalId, inviteCode: code },
      });
    const [mine, theirs] = [someEmail(), someEmail()];
    expect(await signedUp(code, mine)).toMatchObject({ outcome: "REMEMBERED" });
    expect(await enrol(mine)).toMatchObject({
      actions: [{}, { action: "INVITATION", outcome: "INVITED_BEFORE" }],
    });
    await enrol(theirs);
    expect(await signedUp(code, theirs)).toMatchObject({ outcome: "INVITED_BEFORE" });
  });

  it("is invited once, though both doors tell of it at once", async () => {
    for (const _ of [1, 2, 3]) {
      const { id } = await enrolled();
      const code = await codeOf(id);
      const email = someEmail();
      const { memberId } = await newcomer(email);
      const create = as(SERVICE).members.create({ externalId: email, inviteCode: code });
      await Promise.all([
        follow(memberId, code),
        follow(memberId, code),
        create.catch(() => undefined),
      ]);
      expect(await invitedOf(id)).toHaveLength(1);
    }
  });

  it("was a member, who left and comes again", async () => {
    const code = await codeOf((await enrolled()).id);
    const email = someEmail();
    const { memberId } = await newcomer(email);
    await at(businessNow(), (work) => closeMember(work, { memberId }, null));
    expect(await signedUp(code, email)).toMatchObject({ outcome: "INVITED_BEFORE" });
  });

  it("brings no more rewards a month than the rules say, by however many addresses", async () => {
    const { id } = await enrolled();
    const code = await codeOf(id);
    for (let nth = 0; nth <= LIMIT; nth++) {
      const { memberId } = await signedUp(code);
      await bought(memberId, { yuan: 49.99, now: businessNow() });
      expect(await accountsOf(id)).toMatchObject({ available: Math.min(nth, LIMIT) * 100 });
      await bought(memberId, { yuan: 50, now: businessNow() });
    }
    expect(await accountsOf(id)).toMatchObject({ available: LIMIT * 100 });
    const states = (await invitedOf(id)).map(({ state }) => state).sort();
    expect(states).toEqual(["CAPPED", "REWARDED", "REWARDED"]);
  });
});

const both = (email: string) => [email, email] as const;

describe("the list of those who were invited", () => {
  useDatabase("followed");

  it("is told page by page, also of those who came at one moment, and of nobody else", async () => {
    const { id } = await enrolled();
    const code = await codeOf(id);
    const now = businessNow();
    for (const nickname of ["林夏", "🧑‍🚀 Ada", "王", "Bo", "陈"]) {
      const who = { externalId: fresh("u"), nickname, inviteCode: code };
      await at(now, (work) => enrolMember(work, who), SERVICE);
    }
    const names: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await as(memberCaller(id)).earning.invited({ limit: 2, cursor });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["陈**", "B**", "王**", "🧑‍🚀**", "林**"]);
    expect(await invitedOf((await enrolled()).id)).toEqual([]);
  });

  it.each(["x", "1", "1.", "-1.0", "1.99999"])(
    "takes no cursor that it did not give: %s",
    async (cursor) => {
      const { id } = await enrolled();
      await expect(as(memberCaller(id)).earning.invited({ cursor })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
      });
    },
  );
});
