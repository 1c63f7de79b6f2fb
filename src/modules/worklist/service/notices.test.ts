import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { setBusinessClockOffset } from "@/platform/clock";
import { reader } from "@/platform/db";
import { JobRunner } from "@/platform/jobs";
import { as } from "@/testing/actors";
import { account } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { permissionsOf } from "../../access/rules/roles";
import { letterOf } from "../../sending/service/messages";
import { newestMessages } from "../../sending/store";
import { worklistJobs } from "../jobs";
import type { SetNotices } from "../schema";
import { tellStaff } from "./notices";

const goTo = (moment: string) => setBusinessClockOffset(new Date(moment).getTime() - Date.now());
const minutes = (from: string, count: number) =>
  new Date(Date.parse(from) + count * 60_000).toISOString();

/** Nine in the morning in Shanghai is 01:00. */
const MORNING = "2026-11-29T01:00:00.000Z";
const jobs = new JobRunner(worklistJobs);

async function person(role: "operator" | "admin" = "operator") {
  const { id, email } = await account(role);
  const caller: Caller = {
    ...ANONYMOUS,
    ...{ kind: role, actor: `${role}:${id}`, userId: id, personId: id },
    grants: new Set<string>(permissionsOf(role)),
  };
  const set = async (setting: Partial<SetNotices>) => {
    const { revision } = await as(caller).worklist.notices({});
    const whole = { kinds: ["PARCELS" as const], pace: "DAILY" as const, hour: 9, ...setting };
    return as(caller).worklist.setNotices({ ...whole, revision });
  };
  const told = async () => {
    const all = (await newestMessages(reader, 100)).filter(({ address }) => address === email);
    return all.map((row) => letterOf(row, { "zh-CN": "素", en: "Su" })?.text ?? "").reverse();
  };
  return { id, email, caller, set, told };
}

/** A parcel that nobody has sent. */
async function parcel(): Promise<number> {
  const { id } = await enrolled();
  const { insertId } = await reader.write(
    `INSERT INTO reward_redemption (memberId, rewardId, kind, rewardName, rewardNameEn, quantity, pointsCost,
       month, status, createdAt) VALUES (?, 1, 'PRODUCT', '杯', 'Secret cup', 1, 5, '2026-11', 'PENDING', NOW(3))`,
    [id],
  );
  return insertId;
}

const sent = (id: number) =>
  reader.write("UPDATE reward_redemption SET status = 'SHIPPED' WHERE id = ?", [id]);

describe("what somebody of the staff is told by e-mail", () => {
  useDatabase("work-notices");
  beforeEach(() => goTo(MORNING));
  afterEach(async () => {
    setBusinessClockOffset(0);
    await reader.write("DELETE FROM work_notice");
    await reader.write("UPDATE reward_redemption SET status = 'SHIPPED'");
  });

  const run = async (moment: string) => {
    goTo(moment);
    expect(await jobs.runNow("worklist.tell")).toBe(true);
  };

  it("is nothing until they choose, and nothing once they choose nothing", async () => {
    const one = await person();
    await parcel();
    await run(MORNING);
    await one.set({ pace: "AT_ONCE" });
    await one.set({ kinds: [] });
    await parcel();
    await run(minutes(MORNING, 30));
    expect(await one.told()).toEqual([]);
    expect(await as(one.caller).worklist.notices({})).toMatchObject({
      kinds: [],
      possible: true,
      address: one.email,
    });
  });

  it("at once: what comes after they chose, once, in their language, and nothing of whom", async () => {
    const one = await person();
    const known = await parcel();
    await one.set({ pace: "AT_ONCE" });
    await run(minutes(MORNING, 1));
    expect(await one.told()).toEqual([]);
    await parcel();
    await run(minutes(MORNING, 2));
    await run(minutes(MORNING, 30));
    const [mail = "", ...others] = await one.told();
    expect(others).toEqual([]);
    expect(mail).toContain("Parcels to ship: 2\n");
    expect(mail).toContain("/console");
    expect(mail).not.toMatch(/Secret cup|Approvals|M\d{12}/);
    // What is decided makes nothing new, and the next is told again.
    await sent(known);
    await run(minutes(MORNING, 60));
    await parcel();
    await run(minutes(MORNING, 61));
    expect(await one.told()).toHaveLength(2);
  });

  it("at once: one message for all that comes within ten minutes", async () => {
    const one = await person();
    await one.set({ pace: "AT_ONCE" });
    for (const minute of [1, 3, 5, 12, 13]) {
      await parcel();
      await run(minutes(MORNING, minute));
    }
    const told = await one.told();
    expect(told.map((mail) => /ship: (\d+)/.exec(mail)?.[1])).toEqual(["1", "4"]);
  });

  it("daily: once a business date from its hour on, however often and late the job runs", async () => {
    const one = await person();
    await parcel();
    goTo(minutes(MORNING, -60));
    await one.set({ hour: 9 });
    await run(minutes(MORNING, -1));
    expect(await one.told()).toEqual([]);
    for (const minute of [0, 1, 400]) await run(minutes(MORNING, minute));
    expect(await one.told()).toHaveLength(1);
    // A day on which the job was away until the evening, and one on which nothing waits.
    await run(minutes(MORNING, 24 * 60 + 700));
    expect(await one.told()).toHaveLength(2);
    await reader.write("UPDATE reward_redemption SET status = 'SHIPPED'");
    await run(minutes(MORNING, 48 * 60));
    expect(await one.told()).toHaveLength(2);
  });

  it("is told by one of several processes that look at once", async () => {
    const one = await person();
    await one.set({ pace: "AT_ONCE" });
    await parcel();
    const context = { now: new Date(MORNING), progress: null, stopping: () => false };
    await Promise.all(Array.from({ length: 4 }, () => tellStaff(context)));
    expect(await one.told()).toHaveLength(1);
  });

  it("is only what they may see now, and nothing for who is disabled", async () => {
    const [admin, operator, gone] = [await person("admin"), await person(), await person()];
    for (const one of [admin, operator, gone]) {
      await one.set({ kinds: ["ENDPOINTS", "PARCELS"], pace: "AT_ONCE" });
    }
    await reader.write("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [gone.id]);
    await reader.write(
      `INSERT INTO webhook_endpoint (url, types, status, secret, position, failures, failingSince, createdBy,
         createdAt) VALUES ('https://a.test', '*', 'ACTIVE', '', 0, 3, NOW(3), 'admin:2', NOW(3))`,
    );
    await run(minutes(MORNING, 1));
    expect((await admin.told()).join()).toContain("Failing webhook endpoints: 1");
    expect([await operator.told(), await gone.told()]).toEqual([[], []]);
    await reader.write("DELETE FROM webhook_endpoint");
  });

  it("is set by the person alone, as they saw it, and is written down", async () => {
    const one = await person();
    await one.set({ kinds: ["STOCK"] });
    const stale = { kinds: [], pace: "DAILY" as const, hour: 9, revision: 0 };
    await expect(as(one.caller).worklist.setNotices(stale)).rejects.toMatchObject({
      domainCode: "VERSION_CONFLICT",
    });
    const { items } = await as(one.caller).audit.list({ actor: one.caller.actor });
    expect(items).toMatchObject([
      { action: "worklist.setNotices", after: { kinds: "STOCK", pace: "DAILY", hour: 9 } },
    ]);
    const stranger = { ...one.caller, userId: 9_999_999, personId: 9_999_999 };
    await expect(as(stranger).worklist.setNotices(stale)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });
});
