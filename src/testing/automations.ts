import type { z } from "zod";
import { type AutomationAction, createInput } from "@/modules/automations/schema";
import { actOnAutomation } from "@/modules/automations/service/act";
import { followEvents } from "@/modules/automations/service/follow";
import { createAutomation } from "@/modules/automations/service/manage";
import { sweepDue } from "@/modules/automations/service/sweep";
import { reader } from "@/platform/db";
import { ADMIN, at } from "./actors";
import { coupon } from "./coupons";
import { publishAll } from "./receiver";

/** Automations as tests make them. */

type Settings = z.input<typeof createInput>;

/** One that has been started, as if a second person had agreed. */
export async function automation(
  now: string,
  trigger: Settings["trigger"],
  settings: Partial<Settings> = {},
): Promise<number> {
  const definitionId = settings.definitionId ?? (await coupon()).definitionId;
  const name = { "zh-CN": "自动发券", en: "Automation" };
  const wanted = createInput.parse({ name, ...settings, definitionId, trigger });
  const { automationId } = await at(now, (work) => createAutomation(work, wanted), ADMIN);
  await actOn(now, automationId, "start");
  return automationId;
}

export async function actOn(now: string, automationId: number, action: AutomationAction) {
  const sql = "SELECT revision FROM automation WHERE id = ?";
  const row = await reader.row<{ revision: number }>(sql, [automationId]);
  const act = { automationId, revision: row?.revision ?? 0, action };
  return at(now, (work) => actOnAutomation(work, act, true), ADMIN);
}

const run = (now: string, progress: string | null = "0") => ({
  ...{ now: new Date(now), progress },
  stopping: () => false,
});

/** Gives what events told of, from the first one on. */
export async function follow(now: string) {
  await publishAll();
  return followEvents(run(now));
}

/** Follows while something happens, and once more after it. */
export async function followWhile<T>(now: string, happens: Promise<T>): Promise<T> {
  let progress: string | null | undefined = "0";
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  happens.then(over, over);
  for (let last = false; !last; ) {
    last = isOver;
    await publishAll();
    ({ progress } = await followEvents(run(now, progress)));
  }
  return happens;
}

export const sweep = (now: string) => sweepDue(run(now));

/** What became of a member's occasions. */
export function giftsOf(automationId: number, memberId: number) {
  return reader.rows<{ occasion: string; status: string; reason: string | null }>(
    `SELECT occasion, status, reason FROM automation_gift
      WHERE automationId = ? AND memberId = ? ORDER BY id`,
    [automationId, memberId],
  );
}

/** How many coupons of it a member has that count. */
export async function couponsOf(automationId: number, memberId: number): Promise<number> {
  const row = await reader.row<{ count: number }>(
    `SELECT COUNT(*) AS count FROM automation a JOIN coupon c ON c.versionId = a.versionId
      WHERE a.id = ? AND c.memberId = ? AND c.status = 'ACTIVE'`,
    [automationId, memberId],
  );
  return row?.count ?? 0;
}
