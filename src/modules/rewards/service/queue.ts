import { noCursor, pageOf } from "@/platform/paging";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { programOf } from "../../program/service";
import { waitingDays, waitingSince } from "../rules/parcels";
import type { DeliveryAddress } from "../schema/addresses";
import type { RedemptionStatus } from "../schema/rewards";
import * as store from "../store/parcels";
import { type Paged, viewOf } from "./view";

/** What the warehouse works through. */

interface QueuePage extends Paged {
  status: RedemptionStatus;
  redemptionId?: number | undefined;
  minWaitingDays?: number | undefined;
}

function readCursor(cursor: string | undefined): store.QueuePage["after"] {
  if (cursor === undefined) return null;
  const [, ms, id] = /^(\d{1,15})~(\d{1,15})$/.exec(cursor) ?? [];
  if (ms === undefined || id === undefined) throw noCursor();
  return { createdAt: new Date(Number(ms)), id: Number(id) };
}

async function queueRows(ask: Ask, page: QueuePage, timeZone: string) {
  const { redemptionId, minWaitingDays, status, cursor, limit } = page;
  if (redemptionId !== undefined) return store.queueRow(ask.db, redemptionId);
  const before =
    minWaitingDays === undefined ? null : waitingSince(minWaitingDays, ask.now, timeZone);
  return store.queuePage(ask.db, { status, after: readCursor(cursor), before, limit: limit + 1 });
}

/** What waits for the shop, the oldest first, with where it goes. */
export async function fulfilmentQueue(ask: Ask, page: QueuePage) {
  const { timeZone } = await programOf(ask);
  const rows = await queueRows(ask, page, timeZone);
  const { shown, nextCursor } = pageOf(
    rows,
    page.limit,
    ({ id, createdAt }) => `${createdAt.getTime()}~${id}`,
  );
  const [views, together, labels] = await Promise.all([
    // Who packs parcels needs no codes.
    viewOf(ask, shown, true),
    togetherOf(ask, shown),
    store.labelsOf(
      ask.db,
      shown.map(({ id }) => id),
    ),
  ]);
  const items = shown.flatMap((row, index) => {
    const view = views[index];
    if (!view) return [];
    const { id, memberId, memberCode, deliveryAddress, addressRevision, carrierCode } = row;
    return {
      ...view,
      ...{ memberId, memberCode, addressRevision, carrierCode, endedBy: row.endedBy },
      deliveryAddress:
        deliveryAddress === null ? null : (JSON.parse(deliveryAddress) as DeliveryAddress),
      waitingDays: row.status === "PENDING" ? waitingDays(row.createdAt, ask.now, timeZone) : null,
      togetherWith: together(row),
      formerLabels: labels.filter(({ redemptionId }) => redemptionId === id),
    };
  });
  await writeDownReading(ask, shown);
  return { items, nextCursor };
}

/** What else waits for the same member at the same address. */
async function togetherOf({ db }: Ask, rows: readonly store.QueueRow[]) {
  const members = rows.filter(({ status }) => status === "PENDING").map(({ memberId }) => memberId);
  const waiting = members.length > 0 ? await store.waitingOf(db, [...new Set(members)]) : [];
  return (row: store.QueueRow) =>
    row.status !== "PENDING" || row.deliveryAddress === null
      ? []
      : waiting
          .filter(
            ({ id, memberId, deliveryAddress }) =>
              id !== row.id && memberId === row.memberId && deliveryAddress === row.deliveryAddress,
          )
          .map(({ id }) => id);
}

const READ_ANEW_MS = 3_600_000;

/**
 * Who sees where somebody lives is written down at that person, once an hour for each parcel: lists
 * are read again and again.
 */
async function writeDownReading(ask: Ask, rows: readonly store.QueueRow[]): Promise<void> {
  const addressed = rows.filter(({ deliveryAddress }) => deliveryAddress !== null);
  if (addressed.length === 0) return;
  const since = new Date(Date.now() - READ_ANEW_MS);
  const members = [...new Set(addressed.map(({ memberId }) => memberId))];
  const known = new Set(await store.addressesReadBy(ask.db, ask.caller.actor, members, since));
  const unknown = addressed.filter(({ id }) => !known.has(`redemption:${id}`));
  if (unknown.length === 0) return;
  await runWork(ask, null, async (work) => {
    for (const { id, memberId } of unknown) {
      work.audit({ action: "rewards.readAddress", memberId, target: `redemption:${id}` });
    }
  });
}
