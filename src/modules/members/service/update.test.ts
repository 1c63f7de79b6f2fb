import { describe, expect, it } from "vitest";
import type { Caller } from "@/platform/auth";
import { reader } from "@/platform/db";
import { ADMIN, as, at, keyed, memberCaller, OPERATOR, SERVICE } from "@/testing/actors";
import { joined, someEmail } from "@/testing/codes";
import { coupon, given } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";
import { bought, countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { closeMember } from "../../profile/service/close-member";
import { findMember } from "./members";

const TODAY = "2026-07-01T04:00:00Z";
let serial = 0;
const aPhone = () => `+8614${String(++serial).padStart(9, "0")}`.replace("+8614", "+8615");

type Update = Parameters<ReturnType<typeof as>["members"]["update"]>[0];
const update = (id: number, changes: Omit<Update, "memberId">, caller = SERVICE) =>
  as(caller).members.update({ memberId: String(id), ...changes });
const recordOf = (id: number) => as(SERVICE).members.record({ memberId: String(id) });

/** As a release before kept phones: whatever was given, without a key. */
async function sharing(phone: string) {
  const { id } = await enrolled();
  await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, id]);
  return id;
}

async function auditOf(id: number) {
  const rows = await reader.rows<{ before: string; after: string; reason: string | null }>(
    "SELECT `before`, `after`, reason FROM audit_log WHERE memberId = ? AND action = 'members.update' ORDER BY id",
    [id],
  );
  return rows.map(({ before, after, reason }) => ({
    before: JSON.parse(before),
    after: JSON.parse(after),
    reason,
  }));
}

describe("what the shop says of a member", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  it("changes what is named, keeps what isn’t, and null clears", async () => {
    const { id } = await enrolled();
    const phone = aPhone();
    const first = await update(id, {
      nickname: " 林夏 ",
      phone: phone.slice(3),
      email: " Lin@Shop.CN ",
      birthday: "1990-05-17",
    });
    expect(first).toMatchObject({
      nickname: "林夏",
      phone,
      email: "lin@shop.cn",
      birthday: "1990-05-17",
      version: 2,
      updatedAt: expect.stringMatching(/^2026-07-01T04:00:00/),
      phoneVerifiedAt: null,
    });
    expect(await update(id, {})).toEqual(first);
    expect(await update(id, { nickname: "林夏" })).toEqual(first);
    const cleared = await update(id, {
      nickname: null,
      phone: null,
      email: null,
      birthday: null,
      reason: "asked to",
    });
    expect(cleared).toMatchObject({
      nickname: null,
      phone: null,
      email: null,
      birthday: null,
      version: 3,
    });
    expect(await recordOf(id)).toEqual(cleared);
  });

  it("is refused where somebody else changed it since it was read, and one of sixteen at once is not", async () => {
    const { id } = await enrolled();
    const { version } = await recordOf(id);
    const results = await Promise.allSettled(
      Array.from({ length: 16 }, (_, n) => update(id, { version, nickname: `n${n}` })),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(15);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ domainCode: "VERSION_CONFLICT", facts: { version: 2 } });
    }
    await as(memberCaller(id)).profile.update({ nickname: "self" });
    await expect(update(id, { version: 2, phone: null })).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
  });

  it("is audited from old to new, masked, and told by the names of what changed", async () => {
    const { id } = await enrolled();
    await update(id, { nickname: "林夏", phone: "+8613800001234", email: "linxia@shop.cn" });
    await update(
      id,
      { nickname: "林小夏", phone: "+8613900001234", email: "xia@shop.cn", birthday: "1990-05-17" },
      OPERATOR,
    );
    await update(id, { birthday: "1991-06-18", reason: "a slip" }, OPERATOR);
    const [, second, third] = await auditOf(id);
    expect(second).toEqual({
      before: { nickname: "林*", phone: "138****1234", email: "li***@shop.cn", birthday: null },
      after: {
        nickname: "林**",
        phone: "139****1234",
        email: "x***@shop.cn",
        birthday: "1990-**-**",
      },
      reason: null,
    });
    expect(third).toMatchObject({ reason: "a slip", after: { birthday: "1991-**-**" } });
    const events = await reader.rows<{ data: string }>(
      "SELECT data FROM outbox_event WHERE memberId = ? AND type = 'member.updated' ORDER BY id",
      [id],
    );
    expect(events.map(({ data }) => JSON.parse(data).changed)).toEqual([
      ["nickname", "phone", "email"],
      ["nickname", "phone", "email", "birthday"],
      ["birthday"],
    ]);
    expect(JSON.stringify(events)).not.toMatch(/林|1380000|shop\.cn|1990/);
  });

  it("changes a birthday that is known at any time, with a reason", async () => {
    const { id } = await enrolled();
    await update(id, { birthday: "1990-05-17" });
    for (const birthday of ["1990-05-18", null]) {
      await expect(update(id, { birthday })).rejects.toMatchObject({
        domainCode: "VALIDATION_FAILED",
        errors: [{ path: "reason" }],
      });
    }
    await update(id, { birthday: "1990-05-18", reason: "a slip" });
    expect(await update(id, { birthday: "1990-05-19", reason: "again" })).toMatchObject({
      birthday: "1990-05-19",
    });
    await expect(
      as(memberCaller(id)).profile.update({ birthday: "1990-05-20" }),
    ).rejects.toMatchObject({ domainCode: "BIRTHDAY_LOCKED" });
  });

  it("is not of a closed member, nor of nobody", async () => {
    const { id } = await enrolled();
    await at(TODAY, (work) => closeMember(work, { memberId: id }, null));
    await expect(update(id, { nickname: "back" })).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
    });
    await expect(update(987_654_321, {})).rejects.toMatchObject({ domainCode: "MEMBER_NOT_FOUND" });
  });

  it.each([
    ["a phone that is none", { phone: "12345" }, "phone"],
    ["an address that is none", { email: "lin@" }, "email"],
    ["an address with letters that look alike", { email: "lіn@shop.cn" }, "email"],
    ["a birthday to come", { birthday: "2999-01-01" }, "birthday"],
    ["no external id", { externalId: null }, "externalId"],
    ["a tier", { tierCode: "GOLD" }, "tierCode"],
  ])("refuses %s", async (_, changes, path) => {
    const { id } = await enrolled();
    await expect(update(id, changes as never)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path }],
    });
  });
});

describe("a phone that the shop says", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  it("another member’s is theirs still, and one of sixteen who get it at once has it", async () => {
    const phone = aPhone();
    const all = await Promise.all(Array.from({ length: 16 }, () => enrolled()));
    const results = await Promise.allSettled(all.map(({ id }) => update(id, { phone })));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(15);
    for (const { reason } of refused) expect(reason).toMatchObject({ domainCode: "PHONE_TAKEN" });
    expect(await countOf("member", "phone = ?", [phone])).toBe(1);
  });

  it("makes one that two shared mean the one who is left with it", async () => {
    const phone = aPhone();
    const [one, other] = [await sharing(phone), await sharing(phone)];
    expect(await recordOf(one)).toMatchObject({ phone, phoneIsShared: true });
    await update(one, { phone: aPhone() });
    expect(await findMember(reader, { phone })).toMatchObject({ id: other });
    expect(await recordOf(other)).toMatchObject({ phone, phoneIsShared: false });
  });

  it("of three leaves two who share it, and both who leave at once leave it to the third", async () => {
    for (let round = 0; round < 5; round++) {
      const phone = aPhone();
      const [one, two, three] = [await sharing(phone), await sharing(phone), await sharing(phone)];
      await Promise.all([update(one, { phone: null }), update(two, { phone: aPhone() })]);
      expect(await findMember(reader, { phone })).toMatchObject({ id: three });
    }
  });

  it("is cleared by a closing, too", async () => {
    const phone = aPhone();
    const [one, other] = [await sharing(phone), await sharing(phone)];
    await at(TODAY, (work) => closeMember(work, { memberId: one }, null));
    expect(await findMember(reader, { phone })).toMatchObject({ id: other });
  });

  it("proven to be one’s of those who share it means them from then on, and nobody unproven", async () => {
    const phone = aPhone();
    const [one, other] = [await sharing(phone), await sharing(phone)];
    const third = await enrolled();
    await expect(update(third.id, { phone })).rejects.toMatchObject({ domainCode: "PHONE_TAKEN" });
    expect(await update(one, { phone })).toMatchObject({ phoneIsShared: true });
    expect(await update(one, { phone, verified: ["phone"] })).toMatchObject({
      phoneIsShared: false,
      phoneVerifiedAt: expect.any(String),
    });
    expect(await findMember(reader, { phone })).toMatchObject({ id: one });
    expect(await recordOf(other)).toMatchObject({ phone, phoneIsShared: true });
  });
});

describe("another external id", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  const rename = (id: number, externalId: string) =>
    update(id, { externalId, verified: ["externalId"] });

  it("is taken once verified; the one before means the member still, and nobody else gets it", async () => {
    const { id, externalId } = await enrolled();
    const [former, next] = [externalId ?? "", fresh("u")];
    await expect(update(id, { externalId: next })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "verified" }],
    });
    expect(await rename(id, next)).toMatchObject({ externalId: next });
    for (const name of [former, next]) {
      expect(await as(SERVICE).profile.get({ externalId: name })).toMatchObject({
        memberId: String(id),
        externalId: next,
      });
    }
    await expect(as(SERVICE).members.create({ externalId: former })).rejects.toMatchObject({
      domainCode: "EXTERNAL_ID_TAKEN",
    });
    const other = await enrolled();
    for (const taken of [former, next]) {
      await expect(rename(other.id, taken)).rejects.toMatchObject({
        domainCode: "EXTERNAL_ID_TAKEN",
      });
    }
    expect(await rename(id, former)).toMatchObject({ externalId: former });
    expect(await countOf("former_external_id", "memberId = ?", [id])).toBe(1);
    expect((await auditOf(id)).at(0)).toMatchObject({
      before: { externalId: former },
      after: { externalId: next },
    });
  });

  it("is one member’s of those who get it, or are enrolled with it, at once", async () => {
    for (let round = 0; round < 5; round++) {
      const [one, two] = [await enrolled(), await enrolled()];
      const next = fresh("u");
      const results = await Promise.allSettled([
        rename(one.id, next),
        rename(two.id, next),
        as(SERVICE).members.create({ externalId: next }),
        as(SERVICE).members.create({ externalId: one.externalId ?? "" }),
      ]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await countOf("member", "externalId = ?", [next])).toBe(1);
    }
  });

  it("goes with a member who closes, and so do those before", async () => {
    const { id, externalId } = await enrolled();
    await rename(id, fresh("u"));
    await at(TODAY, (work) => closeMember(work, { memberId: id }, null));
    expect(await countOf("former_external_id", "memberId = ?", [id])).toBe(0);
    expect(await findMember(reader, { externalId: externalId ?? "" })).toMatchObject({ id });
    await expect(as(SERVICE).members.create({ externalId: externalId ?? "" })).rejects.toThrow();
  });
});

describe("what one of the staff changes by which a member is named", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  const refused = (domainCode: string) => ({ domainCode });
  const person = (id: number): Caller => {
    return { ...OPERATOR, actor: `operator:${id}`, userId: id, personId: id };
  };
  const LIMIT = 50_000;

  async function rich(points: number) {
    const { id } = await enrolled();
    await bought(id, { yuan: points });
    return id;
  }

  it("is no external id, nor a first one: the orders of every id a member has or had are theirs", async () => {
    const { id, externalId } = await enrolled();
    const without = await enrolled();
    await reader.write("UPDATE member SET externalId = NULL WHERE id = ?", [without.id]);
    for (const caller of [person(101), ADMIN]) {
      for (const one of [id, without.id]) {
        const change = { externalId: fresh("u"), verified: ["externalId" as const] };
        await expect(update(one, change, caller)).rejects.toMatchObject(
          refused("PERMISSION_DENIED"),
        );
      }
      expect(await update(id, { externalId: externalId ?? "" }, caller)).toMatchObject({
        version: 1,
      });
    }
    expect(await countOf("former_external_id", "memberId = ?", [id])).toBe(0);
    const change = { externalId: fresh("u"), verified: ["externalId" as const] };
    expect(await update(id, change)).toMatchObject({ externalId: change.externalId });
  });

  it("is nobody of the shop’s whom it has not told of yet: their orders would come to a phone of the operator’s", async () => {
    const [externalId, phone] = [fresh("u"), aPhone()];
    for (const caller of [person(103), ADMIN]) {
      await expect(as(caller).members.create({ externalId, phone })).rejects.toMatchObject(
        refused("PERMISSION_DENIED"),
      );
    }
    expect(await countOf("member", "externalId = ? OR phone = ?", [externalId, phone])).toBe(0);
    expect(await as(SERVICE).members.create({ externalId })).toMatchObject({ externalId });
  });

  it("hands over by a phone no more points than they may give a day, and a service as many as there are", async () => {
    const change = () => ({ phone: aPhone() });
    const [operator, beyond] = [
      person(await enrolled().then(({ id }) => id)),
      await rich(LIMIT + 1),
    ];
    const refusal = { ...refused("LIMIT_REACHED"), facts: { limit: LIMIT } };
    await expect(update(beyond, change(), operator)).rejects.toMatchObject(refusal);
    await update(await rich(LIMIT - 10), change(), operator);
    const next = await rich(20);
    await expect(update(next, change(), operator)).rejects.toMatchObject(refusal);
    await update(await rich(10), change(), operator);
    await update(await rich(0), change(), operator);
    await update(next, { nickname: "林夏", email: "lin@shop.cn", phone: null }, operator);
    await update(beyond, change());
  });

  it("counts the coupons that go with the member, of those without a bound as the largest correction", async () => {
    const operator = person(await enrolled().then(({ id }) => id));
    const [laden, free] = [await rich(10), await rich(0)];
    const dear = await coupon({ effect: { kind: "AMOUNT", amountMinor: 10_000 }, uses: 5 });
    const open = await coupon({ effect: { kind: "PERCENT", offBps: 1000 }, uses: 6 });
    const { couponId } = await given(laden, dear.definitionId);
    const refusal = { ...refused("LIMIT_REACHED"), facts: { limit: LIMIT } };
    await expect(update(laden, { phone: aPhone() }, operator)).rejects.toMatchObject(refusal);
    const { approvalId } = await keyed(OPERATOR).coupons.issue({
      ...{ memberId: String(free), definitionId: open.definitionId, reason: "for a test" },
    });
    expect(approvalId).not.toBeNull();
    await expect(update(free, { phone: aPhone() }, operator)).rejects.toMatchObject(refusal);
    await as(OPERATOR).coupons.void({ couponId, reason: "for a test" });
    await update(laden, { phone: aPhone() }, operator);
  });

  it("is no more birthdays than their points fit into a day, of whom they enrol or say one", async () => {
    const operator = person(await enrolled().then(({ id }) => id));
    const members = [await enrolled(), await enrolled()];
    await update(await rich(LIMIT - 200), { phone: aPhone() }, operator);
    const birthday = "1990-07-01";
    await as(operator).members.create({ phone: aPhone(), birthday });
    await update(members[0]?.id ?? 0, { birthday }, operator);
    // Said again it brings nothing, and a phone or a birthday that is cleared neither.
    await update(members[0]?.id ?? 0, { birthday }, operator);
    const refusal = { ...refused("LIMIT_REACHED"), facts: { limit: LIMIT } };
    const phone = aPhone();
    await expect(as(operator).members.create({ phone, birthday })).rejects.toMatchObject(refusal);
    expect(await countOf("member", "phone = ?", [phone])).toBe(0);
    const late = update(members[1]?.id ?? 0, { birthday }, operator);
    await expect(late).rejects.toMatchObject(refusal);
    await as(operator).members.create({ phone });
    await update(members[0]?.id ?? 0, { birthday: null, reason: "a slip" }, operator);
    await update(members[1]?.id ?? 0, { birthday });
    await as(SERVICE).members.create({ externalId: fresh("u"), birthday });
  });

  it("hands over a phone that several had once it is proven to be one’s", async () => {
    const phone = aPhone();
    const [one, other] = [await rich(LIMIT + 1), await sharing(phone)];
    await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, one]);
    const change = { phone, verified: ["phone" as const] };
    const act = update(one, change, person(102));
    await expect(act).rejects.toMatchObject(refused("LIMIT_REACHED"));
    expect(await update(other, change, person(102))).toMatchObject({ phoneIsShared: false });
  });
});

describe("of a phone or e-mail that one of the staff changes", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  const toldOf = (id: number) =>
    reader.rows<{ channel: string; address: string }>(
      "SELECT channel, address FROM outgoing_message WHERE memberId = ? AND kind = 'RECORD_CHANGED' ORDER BY address",
      [id],
    );
  const inboxOf = async (id: number) =>
    (await as(memberCaller(id), { locale: "zh-CN" }).inbox.list({})).items.filter(
      ({ kind }) => kind === "RECORD_CHANGED",
    );

  it("the member reads, and is told at what was theirs, without any consent", async () => {
    const { id } = await enrolled();
    const [phone, email] = [aPhone(), `${fresh("lin").toLowerCase()}@shop.cn`];
    await update(id, { phone, email });
    expect(await inboxOf(id)).toEqual([]);
    await update(id, { phone: aPhone() }, OPERATOR);
    expect(await toldOf(id)).toEqual([
      { channel: "SMS", address: phone },
      { channel: "EMAIL", address: email },
    ]);
    expect(await inboxOf(id)).toMatchObject([
      { title: "你的手机号由工作人员更改了", params: { fields: ["phone"] } },
    ]);
    await update(id, { email: null, phone: null, reason: "asked to" }, ADMIN);
    expect(await inboxOf(id)).toMatchObject([{ title: "你的手机号和邮箱由工作人员更改了" }, {}]);
    expect(await toldOf(id)).toHaveLength(4);
  });

  it("says so a bounded number of times a day, however often it is changed", async () => {
    const { id } = await enrolled();
    await update(id, { phone: aPhone() });
    for (let n = 0; n < 9; n++) await update(id, { phone: aPhone() }, OPERATOR);
    expect(await toldOf(id)).toHaveLength(6);
    expect(await inboxOf(id)).toHaveLength(9);
  });

  it("whoever signs in is told there, and nobody at what was set, nor of a nickname", async () => {
    const email = someEmail();
    const { memberId } = await joined(email, email);
    const [phone, other] = [aPhone(), someEmail()];
    await update(memberId, { nickname: "林夏" }, OPERATOR);
    expect(await toldOf(memberId)).toEqual([]);
    await update(memberId, { phone, email: other }, OPERATOR);
    expect(await toldOf(memberId)).toEqual([{ channel: "EMAIL", address: email }]);
    await update(memberId, { phone: aPhone() });
    expect(await toldOf(memberId)).toHaveLength(1);
  });
});

describe("what the audit log has of a record", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  const KNOWN = {
    nickname: "林夏小",
    phone: "+8613712345678",
    email: "linxiaoxia@shop.cn",
    birthday: "1990-05-17",
  };
  const rowsOf = (id: number | string) =>
    reader.rows<{ action: string; actor: string; before: string | null; after: string | null }>(
      "SELECT action, actor, `before`, `after` FROM audit_log WHERE memberId = ? ORDER BY id",
      [id],
    );

  it("is nothing of the person in full where they were enrolled, nor where nothing was changed", async () => {
    for (const caller of [SERVICE, OPERATOR, ADMIN]) {
      const named = caller === SERVICE ? { externalId: fresh("u") } : {};
      const { memberId } = await as(caller).members.create({ ...named, ...KNOWN });
      for (const same of [{}, KNOWN]) await update(Number(memberId), same, caller);
      const rows = await rowsOf(memberId);
      expect(rows.map(({ action }) => action)).toEqual([
        "members.create",
        "members.update",
        "members.update",
      ]);
      for (const value of Object.values(KNOWN)) expect(JSON.stringify(rows)).not.toContain(value);
      await as(ADMIN).members.close({ memberId, reason: "asked to" });
    }
  });

  it("is who of the staff read it in full, once an hour, and no service", async () => {
    const { id } = await enrolled();
    const memberId = String(id);
    for (const caller of [OPERATOR, OPERATOR, ADMIN, SERVICE]) {
      await as(caller).members.record({ memberId });
    }
    const read = async () =>
      (await rowsOf(id)).filter(({ action }) => action === "members.readRecord");
    expect((await read()).map(({ actor }) => actor)).toEqual(["operator:1", "admin:2"]);
    const hourAgo = "UPDATE audit_log SET createdAt = ? WHERE memberId = ?";
    await reader.write(hourAgo, [new Date(Date.now() - 3_600_001), id]);
    await as(OPERATOR).members.record({ memberId });
    expect(await read()).toHaveLength(3);
  });
});

describe("a member whom an operator enrols", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  it("may be without an id of the shop’s, and one of a service may not", async () => {
    const person = { nickname: "林夏", phone: aPhone(), email: "lin@shop.cn" };
    const consents = { sms: { given: true, source: "counter 3" } };
    const made = await as(OPERATOR).members.create({ ...person, consents });
    expect(made).toMatchObject({ externalId: null, nickname: "林夏", preferences: { sms: true } });
    expect(await recordOf(Number(made.memberId))).toMatchObject({
      ...person,
      consents: { sms: { given: true, via: "CONSOLE", source: "counter 3" } },
    });
    const told = "memberId = ? AND type = 'member.enrolled'";
    expect(await countOf("outbox_event", told, [made.memberId])).toBe(1);
    await expect(as(SERVICE).members.create(person)).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "externalId" }],
    });
    await expect(as(OPERATOR).members.create({ phone: person.phone })).rejects.toMatchObject({
      domainCode: "PHONE_TAKEN",
    });
  });
});

describe("consents that the shop says", () => {
  useDatabase("update_member");
  useBusinessTime(TODAY);

  it("hold by when they were given, whatever comes first, and each is kept", async () => {
    const early = { given: true, at: "2026-06-01T00:00:00.000Z", source: "checkout" };
    const late = { given: false, at: "2026-06-02T00:00:00.000Z", source: "phone call" };
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const { id } = await enrolled();
      for (const marketing of [...order, ...order]) await update(id, { consents: { marketing } });
      expect((await recordOf(id)).consents.marketing).toEqual({
        ...late,
        via: "API",
        textVersion: null,
      });
      expect(await countOf("consent_change", "memberId = ?", [id])).toBe(2);
      expect(await as(memberCaller(id)).profile.get({})).toMatchObject({
        preferences: { marketing: false },
      });
    }
  });

  it("are of no moment to come", async () => {
    const { id } = await enrolled();
    const email = { given: true, at: "2026-07-01T04:00:01Z" };
    await expect(update(id, { consents: { email } })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
      errors: [{ path: "consents.email.at" }],
    });
  });
});
