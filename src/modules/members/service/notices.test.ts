import { describe, expect, it } from "vitest";
import { eventData } from "@/modules/events";
import { reader } from "@/platform/db";
import { ADMIN, as, at, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { pointsEvent } from "../../points/events";
import { maySend } from "../../sending/rules";
import { messageKind } from "../../sending/schema";
import { sendLater } from "../../sending/service/messages";
import { lockMember } from "./members";

const TODAY = "2026-07-01T04:00:00Z";
let serial = 0;
const aPhone = () => `+8619${String(++serial).padStart(9, "0")}`;

/** What each kind of message needs before it goes out, told a second time. */
const NEEDED: Record<string, "nothing" | "consent"> = {
  SIGN_UP_CODE: "nothing",
  SIGN_IN_CODE: "nothing",
  RESET_CODE: "nothing",
  HAS_ACCOUNT: "nothing",
  PASSWORD_CHANGED: "nothing",
  CHANGE_FROM_CODE: "nothing",
  CHANGE_TO_CODE: "nothing",
  ADDRESS_IN_USE: "nothing",
  CONTACT_CHANGED: "nothing",
  SECOND_FACTOR_CHANGED: "nothing",
  RECOVERY_CODE_USED: "nothing",
  INVITATION_LINK: "nothing",
  RESET_LINK: "nothing",
  PASSKEY_ADDED: "nothing",
  RECORD_CHANGED: "nothing",
  WORK_WAITING: "nothing",
  POINTS_EXPIRING: "consent",
  TIER_CHANGED: "consent",
};

const WAYS = [
  ["EMAIL", { email: true, sms: false }, true],
  ["EMAIL", { email: false, sms: true }, false],
  ["SMS", { email: false, sms: true }, true],
  ["SMS", { email: true, sms: false }, false],
  ["SMS", undefined, false],
] as const;

describe("everything that sends", () => {
  useDatabase("notices");
  useBusinessTime(TODAY);

  it("is named with what it needs", () => {
    expect(Object.keys(NEEDED).sort()).toEqual([...messageKind.options].sort());
  });

  it.each(messageKind.options)("%s obeys the consents that it needs", async (kind) => {
    for (const [channel, consents, isGiven] of WAYS) {
      const may = NEEDED[kind] === "nothing" || isGiven;
      expect(maySend(kind, channel, consents)).toBe(may);
      const address = fresh("someone");
      const expiresAt = new Date(Date.now() + 60_000);
      await at(TODAY, async (work) =>
        sendLater(work, {
          channel,
          address,
          kind,
          memberId: null,
          ...(consents && { consents }),
          expiresAt,
        }),
      );
      expect(await countOf("outgoing_message", "address = ?", [address])).toBe(may ? 1 : 0);
    }
  });

  it("to the shop’s endpoints says no name, address, birthday or word about anybody", () => {
    // Which version of an address it is says nothing of where it is.
    const PERSONAL = /nickname|phone|email|birthday|address(?!Revision)|consent\b|note\b/i;
    for (const [type, data] of Object.entries(eventData)) {
      const shape = (data as unknown as { shape?: object }).shape ?? {};
      expect(
        Object.keys(shape).filter((name) => PERSONAL.test(name)),
        type,
      ).toEqual([]);
    }
  });
});

describe("what members are told by e-mail and text message", () => {
  useDatabase("notices");
  useBusinessTime(TODAY);

  const waiting = (memberId: number) =>
    reader.rows<{ channel: string; kind: string; status: string; error: string | null }>(
      "SELECT channel, kind, status, error FROM outgoing_message WHERE memberId = ? ORDER BY channel, id",
      [memberId],
    );

  const expiring = (memberId: number) =>
    at(TODAY, async (work) => {
      await lockMember(work, { memberId });
      const data = { points: 30, daysAhead: 7, expiresAt: new Date("2026-07-08T16:00:00Z") };
      work.emit(pointsEvent("points.expiring", memberId, { externalId: null, ...data }));
    });

  async function reachable(preferences: { email?: boolean; sms?: boolean }) {
    const { id } = await enrolled();
    const where = { phone: aPhone(), email: "lin@shop.example" };
    await as(SERVICE).members.update({ memberId: String(id), ...where });
    await as(memberCaller(id)).profile.update({ preferences });
    return id;
  }

  it.each([
    [{}, []],
    [{ email: true }, ["EMAIL"]],
    [{ sms: true }, ["SMS"]],
    [{ email: true, sms: true }, ["EMAIL", "SMS"]],
  ])("is by the ways they said yes to: %o", async (preferences, channels) => {
    const id = await reachable(preferences);
    await expiring(id);
    expect((await waiting(id)).map(({ channel }) => channel)).toEqual(channels);
  });

  it("goes as a text message to countries alone that text messages go to", async () => {
    const id = await reachable({ sms: true });
    await as(SERVICE).members.update({ memberId: String(id), phone: "+85251234567" });
    await expiring(id);
    expect(await waiting(id)).toEqual([]);
  });

  it("is a change of tier by e-mail alone", async () => {
    const id = await reachable({ email: true, sms: true });
    await as(OPERATOR).tiers.assign({ memberId: String(id), tierCode: "GOLD", reason: "VIP" });
    expect(await waiting(id)).toMatchObject([{ channel: "EMAIL", kind: "TIER_CHANGED" }]);
  });

  it("stops where it waits once the consent is withdrawn, by whichever way, and that way alone", async () => {
    const withdraw: ((id: number) => Promise<unknown>)[] = [
      (id) => as(memberCaller(id)).profile.update({ preferences: { email: false } }),
      (id) =>
        as(SERVICE).members.update({
          memberId: String(id),
          consents: { email: { given: false, source: "unsubscribed" } },
        }),
      (id) => as(SERVICE).members.update({ memberId: String(id), email: "other@shop.example" }),
    ];
    for (const act of withdraw) {
      const id = await reachable({ email: true, sms: true });
      await expiring(id);
      await act(id);
      expect(await waiting(id)).toMatchObject([
        { channel: "EMAIL", status: "EXPIRED", error: "CONSENT_WITHDRAWN" },
        { channel: "SMS", status: "WAITING" },
      ]);
    }
  });

  it("never goes out after a withdrawal at the same moment", async () => {
    for (let round = 0; round < 8; round++) {
      const id = await reachable({ email: true });
      await Promise.all([
        expiring(id),
        as(memberCaller(id)).profile.update({ preferences: { email: false } }),
      ]);
      expect((await waiting(id)).filter(({ status }) => status === "WAITING")).toEqual([]);
    }
  });
});

describe("the text of a consent", () => {
  useDatabase("notices");
  useBusinessTime(TODAY);

  const text = (words: string) => ({ "zh-CN": `${words}（中文）`, en: words });

  it("has versions, published one after the other, and a consent says which was shown", async () => {
    const publish = (version: number, words: string) =>
      as(ADMIN).members.publishConsentText({ consent: "sms", version, text: text(words) });
    await publish(0, "one");
    const twice = await Promise.allSettled([publish(1, "two"), publish(1, "two, too")]);
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const { id } = await enrolled();
    const self = as(memberCaller(id));
    await self.profile.update({ preferences: { sms: true }, textVersions: { sms: 2 } });
    const { items, history } = await self.profile.consents({});
    expect(items.find(({ consent }) => consent === "sms")).toMatchObject({
      given: true,
      via: "PAGE",
      textVersion: 2,
      text: { version: 2, text: expect.stringMatching(/^two/) },
    });
    expect(history).toMatchObject([{ consent: "sms", given: true, textVersion: 2 }]);
    await expect(
      self.profile.update({ preferences: { sms: false }, textVersions: { sms: 3 } }),
    ).rejects.toMatchObject({ errors: [{ path: "textVersions.sms" }] });
    await expect(
      as(OPERATOR).members.publishConsentText({ consent: "sms", version: 2, text: text("mine") }),
    ).rejects.toMatchObject({ domainCode: "PERMISSION_DENIED" });
  });

  it("is told to operators with who said what, when and where", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    await as(SERVICE).members.update({
      memberId,
      consents: { marketing: { given: true, at: "2026-06-01T00:00:00Z", source: "checkout" } },
    });
    await as(memberCaller(id)).profile.update({ preferences: { marketing: false } });
    const { items } = await as(OPERATOR).members.consents({ memberId });
    expect(items).toMatchObject([
      { consent: "marketing", given: false, via: "PAGE", actor: `member:${id}` },
      { consent: "marketing", given: true, via: "API", source: "checkout", actor: "service:1" },
    ]);
  });
});
