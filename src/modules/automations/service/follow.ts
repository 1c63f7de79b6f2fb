import { businessDate } from "@/platform/business-time";
import { reader } from "@/platform/db";
import { EachAlone } from "@/platform/each-alone";
import { type JobContext, type JobResult, jobOrigin, jobProgress } from "@/platform/jobs";
import { eventsAfter, type PublishedEvent, publishedUpTo } from "@/platform/outbox";
import { runWork } from "@/platform/work";
import { activeProgram } from "../../program/service";
import { countsAt } from "../rules/state";
import type { AutomationKind } from "../schema";
import * as store from "../store/automations";
import { firstAmong } from "../store/due";
import { chanceOf } from "./chances";
import { type Chance, giveFor, recordFailed } from "./give";

/** Which events tell of what an automation is about: an order may become worth enough by an edit. */
const TOLD_BY = {
  JOINED: ["member.enrolled"],
  FIRST_ORDER: ["order.completed", "order.changed"],
  TIER_REACHED: ["tier.changed"],
} satisfies Partial<Record<AutomationKind, string[]>>;
type EventKind = keyof typeof TOLD_BY;
const KINDS = Object.keys(TOLD_BY) as EventKind[];

const PAGE = 500;

export const FOLLOW = "automations.follow";

/** What it has not seen yet is not forgotten. */
export async function followedUpTo(): Promise<number> {
  const progress = await jobProgress(reader, FOLLOW);
  return progress === null ? publishedUpTo(reader) : Number(progress);
}

/**
 * Follows what acts told of in their own transactions, and gives what automations have for it. An act
 * neither waits for it nor fails by it. Told twice, or by two processes at once, it gives once.
 */
export async function followEvents({ now, progress, stopping }: JobContext): Promise<JobResult> {
  const published = await publishedUpTo(reader);
  let at = progress === null ? published : Number(progress);
  const automations = await store.running(reader, KINDS);
  if (automations.length === 0) return { handled: 0, progress: String(published) };
  const { timeZone } = await activeProgram(reader);
  const types = KINDS.filter((kind) => automations.some(({ trigger }) => trigger.kind === kind));
  const each = new EachAlone();
  let handled = 0;
  while (!stopping()) {
    const events = await eventsAfter(
      reader,
      at,
      types.flatMap((kind) => TOLD_BY[kind]),
      PAGE,
    );
    for (const chance of await chancesOf(events, automations, timeZone)) {
      if (await take(each, chance, now)) handled += 1;
    }
    const last = events.at(-1);
    at = last && events.length === PAGE ? last.sequence : Math.max(published, last?.sequence ?? 0);
    if (events.length < PAGE) break;
  }
  return { handled, progress: String(at) };
}

/** One that can't be carried out is written down instead of being met again for ever. */
async function take(each: EachAlone, chance: Chance, now: Date): Promise<boolean> {
  const { automationId, memberId } = chance;
  const act = () => runWork(jobOrigin(now), null, (work) => giveFor(work, chance));
  const given = await each.try({ automationId, memberId }, act);
  if (given === undefined) {
    await runWork(jobOrigin(now), null, (work) => recordFailed(work, chance));
  }
  return given ?? false;
}

async function chancesOf(
  events: readonly PublishedEvent[],
  automations: readonly store.AutomationRow[],
  timeZone: string,
): Promise<Chance[]> {
  const first = await firstBuyers(events, automations);
  return events.flatMap((event) => {
    const { memberId } = event;
    if (memberId === null) return [];
    if (isOfOrder(event) && !first.has(memberId)) return [];
    return automations.flatMap((automation) => {
      const chance = chanceOf(automation, { ...event, memberId }, (at) =>
        businessDate(at, timeZone),
      );
      return chance ?? [];
    });
  });
}

const isOfOrder = ({ type }: PublishedEvent) => TOLD_BY.FIRST_ORDER.includes(type);

/** Of a thousand orders an hour few are anybody's first: the others lock nobody. */
async function firstBuyers(
  events: readonly PublishedEvent[],
  automations: readonly store.AutomationRow[],
): Promise<ReadonlySet<number>> {
  const welcoming = automations.filter(({ trigger }) => trigger.kind === "FIRST_ORDER");
  const counts = ({ data }: PublishedEvent) =>
    welcoming.some((one) => countsAt(one, new Date(String(data.paidAt))));
  const orders = events.filter((event) => isOfOrder(event) && counts(event));
  return firstAmong(
    reader,
    orders.map(({ data }) => String(data.orderId)),
  );
}
