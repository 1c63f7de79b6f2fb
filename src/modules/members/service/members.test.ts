import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, fresh } from "@/testing/factories";
import { useBusinessTime } from "@/testing/program";
import { HOT } from "../store/members";
import { erasePerson } from "./erase";
import { enrol, findMember, lockMember, setStatus, updateProfile } from "./members";
import { cutNames } from "./upkeep";

const NOW = new Date("2026-05-10T04:00:00Z");
const PHONE = "+85255550123";
const daysOn = (days: number, ms = 0) => new Date(NOW.getTime() + days * 86_400_000 + ms);

describe("enrolling", () => {
  useDatabase();
  useBusinessTime("2026-07-01T04:00:00Z");

  it("gives a member code, the first tier and nothing else", async () => {
    const externalId = fresh("u");
    const made = await at(NOW, (work) => enrol(work, { externalId, nickname: "林夏" }));
    expect(await findMember(reader, { externalId })).toMatchObject({
      id: made.id,
      memberCode: expect.stringMatching(/^M\d{12}$/),
      externalId,
      nickname: "林夏",
      status: "ACTIVE",
      birthday: null,
      tierCode: "REGISTERED",
      tierSince: NOW,
      tierProtectedUntil: null,
      available: 0,
      pending: 0,
      frozen: 0,
      owed: 0,
      spendMinor: 0,
      orderCount: 0,
      joinedAt: NOW,
      emailConsent: false,
      smsConsent: false,
      marketingConsent: false,
    });
    expect(
      await countOf("outbox_event", "memberId = ? AND type = 'member.enrolled'", [made.id]),
    ).toBe(1);
  });

  it("refuses an id that is taken, and leaves the one who has it alone", async () => {
    const externalId = fresh("u");
    const first = await at(NOW, (work) => enrol(work, { externalId, nickname: "one" }));
    await expect(
      at(NOW, (work) => enrol(work, { externalId, nickname: "two" })),
    ).rejects.toMatchObject({ domainCode: "EXTERNAL_ID_TAKEN", facts: {} });
    expect(await findMember(reader, { externalId })).toMatchObject({
      id: first.id,
      nickname: "one",
    });
    expect(await countOf("outbox_event", "memberId = ?", [first.id])).toBe(1);
  });

  it("ten times at once with one id makes one member", async () => {
    const externalId = fresh("u");
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () => at(NOW, (work) => enrol(work, { externalId }))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") {
        expect(result.reason).toMatchObject({ domainCode: "EXTERNAL_ID_TAKEN" });
      }
    }
    expect(await countOf("member", "externalId = ?", [externalId])).toBe(1);
  });

  it("gives codes that tell nothing of each other", async () => {
    const codes = new Set<string>();
    for (let n = 0; n < 20; n++) codes.add((await enrolled()).memberCode);
    expect(codes.size).toBe(20);
  });

  it("keeps a birthday as the day it is, wherever the server stands", async () => {
    const externalId = fresh("u");
    for (const birthday of ["1990-01-01", "2000-02-29", "1900-01-01", "1999-12-31"]) {
      const input = { externalId: `${externalId}-${birthday}`, birthday };
      expect(await as(SERVICE).members.create(input)).toMatchObject({ birthday });
    }
  });

  it.each([
    ["a day that was not", { birthday: "2001-02-29" }],
    ["a day to come", { birthday: "2999-01-01" }],
    ["a day of another century", { birthday: "1899-12-31" }],
    ["a moment instead of a day", { birthday: "1990-01-01T00:00:00Z" }],
    ["an empty nickname", { nickname: "  " }],
    ["a nickname of 33 characters", { nickname: "n".repeat(33) }],
    ["control characters", { nickname: "a\u0007b" }],
    ["an id with a space", { externalId: "u 1" }],
    ["an id of 65 characters", { externalId: "u".repeat(65) }],
    ["an id in Chinese", { externalId: "林夏" }],
    ["no id", { externalId: undefined }],
    ["a tier", { tierCode: "DIAMOND" }],
    ["a balance", { available: 1_000_000 }],
    ["a role", { role: "admin" }],
  ])("refuses %s", async (_, changes) => {
    const input = { externalId: fresh("u"), ...changes };
    await expect(
      as(SERVICE).members.create(
        input as Parameters<ReturnType<typeof as>["members"]["create"]>[0],
      ),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
  });
});

describe("changing what a member may change", () => {
  useDatabase();

  it("sets a birthday freely, changes it once and then not for 365 days", async () => {
    const { id } = await enrolled();
    const change = (now: Date, birthday: string) =>
      at(now, (work) => updateProfile(work, { memberId: id }, { birthday }));
    await change(NOW, "1990-05-17");
    await change(daysOn(1), "1990-05-18");
    for (const now of [daysOn(2), daysOn(366, -1)]) {
      await expect(change(now, "1990-05-19")).rejects.toMatchObject({
        domainCode: "BIRTHDAY_LOCKED",
        facts: { changeableAt: daysOn(366).toISOString() },
      });
    }
    await change(daysOn(3), "1990-05-18");
    await change(daysOn(366), "1990-05-19");
    expect((await findMember(reader, { memberId: id }))?.birthday).toBe("1990-05-19");
    await expect(change(daysOn(367), "1990-05-20")).rejects.toMatchObject({
      domainCode: "BIRTHDAY_LOCKED",
    });
  });

  it("changes nothing at all when the birthday is refused", async () => {
    const { id } = await enrolled();
    const update = (now: Date, changes: Parameters<typeof updateProfile>[2]) =>
      at(now, (work) => updateProfile(work, { memberId: id }, changes));
    await update(NOW, { birthday: "1990-05-17", nickname: "before" });
    await update(NOW, { birthday: "1990-05-18" });
    await expect(update(NOW, { birthday: "1990-05-19", nickname: "after" })).rejects.toThrow();
    expect(await findMember(reader, { memberId: id })).toMatchObject({
      birthday: "1990-05-18",
      nickname: "before",
    });
  });

  it("leaves consents that were not named as they are", async () => {
    const { id } = await enrolled();
    const consents = async (preferences: {
      email?: boolean;
      sms?: boolean;
      marketing?: boolean;
    }) => {
      const member = await at(NOW, (work) =>
        updateProfile(work, { memberId: id }, { preferences }),
      );
      return [member.emailConsent, member.smsConsent, member.marketingConsent];
    };
    expect(await consents({ email: true })).toEqual([true, false, false]);
    expect(await consents({ marketing: true })).toEqual([true, false, true]);
    expect(await consents({ email: false })).toEqual([false, false, true]);
    expect(await consents({})).toEqual([false, false, true]);
    const kept = await findMember(reader, { memberId: id });
    expect([kept?.emailConsent, kept?.smsConsent, kept?.marketingConsent]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it("is audited with what was before and after, and told", async () => {
    const { id } = await enrolled();
    await at(NOW, (work) => updateProfile(work, { memberId: id }, { nickname: "林夏" }));
    const audit = await reader.row<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE memberId = ? AND action = 'profile.update'",
      [id],
    );
    expect(JSON.parse(audit?.before ?? "")).toMatchObject({ nickname: null });
    expect(JSON.parse(audit?.after ?? "")).toMatchObject({ nickname: "林*" });
    expect(await countOf("outbox_event", "memberId = ? AND type = 'member.updated'", [id])).toBe(1);
  });

  it("is not for a closed member", async () => {
    const { id } = await enrolled();
    await at(NOW, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    await expect(
      at(NOW, (work) => updateProfile(work, { memberId: id }, { nickname: "back" })),
    ).rejects.toMatchObject({
      domainCode: "MEMBER_STATUS_INVALID",
      facts: { memberStatus: "CLOSED" },
    });
  });
});

describe("the parts of a nickname, by which it is found", () => {
  useDatabase();
  useBusinessTime(NOW.toISOString());

  const partsOf = async (memberId: number) => {
    const rows = await reader.rows<{ part: string }>(
      "SELECT part FROM nickname_part WHERE memberId = ? ORDER BY place",
      [memberId],
    );
    return rows.map(({ part }) => part);
  };
  const run = (progress: string | null = null, pages = 1000) => {
    let left = pages;
    return cutNames({ now: NOW, progress, stopping: () => left-- <= 0 });
  };
  const named = (nickname?: string) =>
    at(NOW, (work) => enrol(work, { externalId: fresh("u"), nickname }));

  it("come and go with it", async () => {
    const { id } = await named("Ｎew 林");
    expect(await partsOf(id)).toEqual(["new 林", "ew 林", "w 林", "林"]);
    await at(NOW, (work) => updateProfile(work, { memberId: id }, { nickname: "晓岚" }));
    expect(await partsOf(id)).toEqual(["晓岚", "岚"]);
    await at(NOW, (work) => setStatus(work, { memberId: id }, "FROZEN", "checked"));
    expect(await partsOf(id)).toEqual(["晓岚", "岚"]);
    await at(NOW, async (work) => erasePerson(work, await lockMember(work, { memberId: id })));
    expect(await partsOf(id)).toEqual([]);
  });

  it("are not there where an act came to nothing", async () => {
    const act = at(NOW, async (work) => {
      const { id } = await enrol(work, { externalId: fresh("u"), nickname: "gone" });
      throw Object.assign(new Error("no"), { id });
    });
    const { id } = await act.catch((error: { id: number }) => error);
    expect(await partsOf(id)).toEqual([]);
  });

  it("are the last one's of many written at once", async () => {
    const { id } = await named("none");
    const names = Array.from({ length: 16 }, (_, n) => `n${n}`);
    await Promise.all(
      names.map((nickname) =>
        at(NOW, (work) => updateProfile(work, { memberId: id }, { nickname })),
      ),
    );
    const nickname = (await findMember(reader, { memberId: id }))?.nickname ?? "";
    expect((await partsOf(id))[0]).toBe(nickname);
    expect(await partsOf(id)).toHaveLength(nickname.length);
  });

  it("are made by a job for names of a release before, and what is right is left alone", async () => {
    const [missing, stale, ghost, right] = await Promise.all([
      named("Alt"),
      named("Neu"),
      named(),
      named("gut"),
    ]);
    const ids = [missing.id, stale.id, ghost.id];
    await reader.write("DELETE FROM nickname_part WHERE memberId IN (?,?,?)", ids);
    const insert = "INSERT INTO nickname_part (memberId, place, part) VALUES (?, 0, 'alt')";
    for (const id of [stale.id, ghost.id]) await reader.write(insert, [id]);
    const before = String(Math.min(...ids, right.id) - 1);
    const { handled, progress } = await run(before);
    expect({ handled, progress }).toEqual({ handled: 3, progress: "0" });
    expect(await partsOf(missing.id)).toEqual(["alt", "lt", "t"]);
    expect(await partsOf(stale.id)).toEqual(["neu", "eu", "u"]);
    expect(await partsOf(ghost.id)).toEqual([]);
    expect(await partsOf(right.id)).toEqual(["gut", "ut", "t"]);
    expect(await run(before)).toEqual({ handled: 0, progress: "0" });
  });

  it("are made from where the job was stopped, twice at once as well", async () => {
    const mark = fresh("").slice(1);
    const rows = Array.from({ length: 505 }, (_, n) => [fresh("u"), `${mark}p${n}`]);
    const { insertId: first } = await reader.write(
      `INSERT INTO member (memberCode, externalId, nickname, tierCode, tierSince, joinedAt) VALUES
         ${rows.map(() => "(CONCAT('M', FLOOR(1e11 + RAND() * 8e11)), ?, ?, 'REGISTERED', NOW(3), NOW(3))").join(",")}`,
      rows.flat(),
    );
    const stopped = await run(String(first - 1), 1);
    expect(stopped).toEqual({ handled: 500, progress: String(first + 499) });
    await Promise.all([run(stopped.progress), run(stopped.progress)]);
    const found = await reader.row("SELECT COUNT(*) AS n FROM nickname_part WHERE part LIKE ?", [
      `${mark}p%`,
    ]);
    expect(found).toEqual({ n: 505 });
  });
});

describe("freezing", () => {
  useDatabase();
  useBusinessTime("2026-07-01T04:00:00Z");

  it("and unfreezing are told, audited with the reason, and shown", async () => {
    const { id } = await enrolled();
    const who = { memberId: String(id) };
    const frozen = { ...who, status: "FROZEN", reason: "many refunds" } as const;
    expect(await as(OPERATOR).members.setStatus(frozen)).toMatchObject({ status: "FROZEN" });
    const active = { ...who, status: "ACTIVE", reason: "cleared" } as const;
    expect(await as(OPERATOR).members.setStatus(active)).toMatchObject({ status: "ACTIVE" });
    const { items } = await as(OPERATOR).members.audit(who);
    expect(items.map(({ reason, before, after }) => [reason, before, after])).toEqual([
      ["cleared", { status: "FROZEN" }, { status: "ACTIVE" }],
      ["many refunds", { status: "ACTIVE" }, { status: "FROZEN" }],
    ]);
  });

  it("is refused for a closed member and cannot close one", async () => {
    const { id } = await enrolled();
    const closing = { memberId: String(id), status: "CLOSED", reason: "bye" };
    await expect(
      as(OPERATOR).members.setStatus(
        closing as Parameters<ReturnType<typeof as>["members"]["setStatus"]>[0],
      ),
    ).rejects.toMatchObject({ domainCode: "VALIDATION_FAILED" });
    await at(NOW, async (work) => {
      await work.tx.write("UPDATE member SET status = 'CLOSED' WHERE id = ?", [id]);
    });
    await expect(
      at(NOW, (work) => setStatus(work, { memberId: id }, "ACTIVE", "reopened")),
    ).rejects.toMatchObject({ domainCode: "MEMBER_STATUS_INVALID" });
  });
});

describe("a locked member", () => {
  useDatabase();

  it("is one row, by whichever name it is asked for", async () => {
    const { id, externalId } = await enrolled();
    await at(NOW, async (work) => {
      const byId = await lockMember(work, { memberId: id });
      const byName = await lockMember(work, { externalId: externalId ?? "" });
      expect(byName).toBe(byId);
      expect(work.subject).toBe(id);
    });
  });

  it("is written once, at the end, and not at all when nothing changed or the act failed", async () => {
    const { id } = await enrolled();
    await at(NOW, async (work) => {
      const member = await lockMember(work, { memberId: id });
      member.lastActiveAt = NOW;
    });
    expect((await findMember(reader, { memberId: id }))?.lastActiveAt).toEqual(NOW);
    const failing = at(NOW, async (work) => {
      const member = await lockMember(work, { memberId: id });
      member.lastActiveAt = daysOn(1);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect((await findMember(reader, { memberId: id }))?.lastActiveAt).toEqual(NOW);
  });
});

describe("erasing a person", () => {
  useDatabase();

  const value: Record<string, string> = { date: "1990-05-17", datetime: "2020-01-01 00:00:00" };

  it("empties every column but code, tier and figures, whatever comes to the table", async () => {
    const { id } = await enrolled();
    const left = [
      ...HOT,
      "id",
      "memberCode",
      "status",
      "joinedAt",
      "closedAt",
      "recordVersion",
      // Who stays of two, a number and nobody's name: one who has it is closed already.
      "mergedIntoId",
    ] as string[];
    // The shop's id goes before, by eraseExternalId.
    const all = await reader.rows<{ name: string; type: string }>(
      `SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'member' AND COLUMN_NAME <> 'externalId'`,
    );
    const own = all.filter(({ name }) => !left.includes(name));
    await reader.write(
      `UPDATE member SET ${own.map(({ name }) => `\`${name}\` = ?`).join(", ")} WHERE id = ?`,
      [
        ...own.map(({ name, type }) => (/^phone(Key)?$/.test(name) ? PHONE : (value[type] ?? "1"))),
        id,
      ],
    );
    await at(NOW, async (work) => erasePerson(work, await lockMember(work, { memberId: id })));
    const row = (await reader.row("SELECT * FROM member WHERE id = ?", [id])) ?? {};
    expect(own.length).toBeGreaterThan(0);
    expect(own.map(({ name }) => name).filter((name) => Reflect.get(row, name))).toEqual([]);
  });
});
