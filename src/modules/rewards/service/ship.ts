import { asDomainError, DomainError } from "@/platform/errors";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import type { Account } from "../../points/service/account";
import { rewardEvent } from "../events";
import { carrierMeant, isShaped, readTracking } from "../rules/carriers";
import { checkStep } from "../rules/rewards";
import type { Shipment } from "../schema/fulfilment";
import { labelled } from "../store/parcels";
import * as store from "../store/redemptions";
import { type KnownCarrier, knownCarriers } from "./carriers";
import { eventData, openRedemption } from "./open";

/** A label as it is kept. */
export interface Label {
  carrier: string;
  carrierCode: string | null;
  trackingCode: string;
}

interface ToldLabel {
  carrier: string;
  trackingCode: string;
  unusual: boolean;
}

const DAY_MS = 86_400_000;
/** Carriers use a number again, though not soon. */
const NUMBER_DAYS = 180;

/**
 * The label that is meant.
 *
 * Refusals in order, none where a person has looked at it: CARRIER_UNKNOWN (or switched off),
 * TRACKING_CODE_UNUSUAL.
 */
function labelOf(carriers: readonly KnownCarrier[], told: ToldLabel): Label {
  const offered = carriers.filter(({ enabled }) => enabled);
  const carrier = carrierMeant(told.unusual ? carriers : offered, told.carrier);
  const trackingCode = readTracking(told.trackingCode);
  if (!carrier && !told.unusual) {
    throw new DomainError("CARRIER_UNKNOWN", { carrier: told.carrier });
  }
  if (!carrier) return { carrier: told.carrier.trim(), carrierCode: null, trackingCode };
  if (!told.unusual && !isShaped(carrier, trackingCode)) {
    throw new DomainError("TRACKING_CODE_UNUSUAL", { carrier: carrier.code });
  }
  return { carrier: textIn(carrier.name, "zh-CN"), carrierCode: carrier.code, trackingCode };
}

export const isSameLabel = (row: store.RedemptionRow, label: Label) =>
  row.trackingCode === label.trackingCode &&
  (row.carrierCode === null
    ? row.carrier === label.carrier
    : row.carrierCode === label.carrierCode);

/** @throws DomainError TRACKING_CODE_TAKEN where another member's parcel has the number */
async function requireFree(view: View, memberId: number, code: string, now: Date): Promise<void> {
  const since = new Date(now.getTime() - NUMBER_DAYS * DAY_MS);
  const others = await labelled(view.db, [code], since);
  if (others.some((other) => other.memberId !== memberId)) {
    throw new DomainError("TRACKING_CODE_TAKEN");
  }
}

export interface Judging {
  view: View;
  now: Date;
  carriers: readonly KnownCarrier[];
}

/**
 * The label of a shipment that may be sent; null where it has it already.
 *
 * Refusals in order: those of labelOf, REDEMPTION_STATUS_INVALID, VERSION_CONFLICT (another address by
 * now), TRACKING_CODE_TAKEN.
 */
async function judged(
  { view, now, carriers }: Judging,
  row: store.RedemptionRow,
  shipment: Shipment,
): Promise<Label | null> {
  const label = labelOf(carriers, shipment);
  if (row.status === "SHIPPED" && isSameLabel(row, label)) return null;
  checkStep(row.status, "SHIPPED");
  const { addressRevision: packedFor, unusual } = shipment;
  if (packedFor !== undefined && packedFor !== row.addressRevision) {
    throw new DomainError("VERSION_CONFLICT");
  }
  if (!unusual) await requireFree(view, row.memberId, label.trackingCode, now);
  return label;
}

const refused = (redemptionId: number, error: unknown) => {
  const code = asDomainError(error)?.domainCode;
  if (code === undefined) throw error;
  return { redemptionId, status: null, code, repeated: false };
};

/**
 * Parcels are on their way. Each is judged for itself: one that cannot be shipped names its code, the
 * others go. The same shipment again answers the same.
 */
export async function shipRedemptions(work: Work, shipments: readonly Shipment[]) {
  const ids = shipments.map(({ redemptionId }) => redemptionId);
  const seen = await store.redemptionsById(work.tx, ids);
  const memberOf = new Map(seen.map(({ id, memberId }) => [id, memberId]));
  const judging = { view: work, now: work.now, carriers: await knownCarriers(work) };
  // Locked in member-id order: two lists cannot deadlock.
  const inOrder = [...shipments].sort(
    (a, b) => (memberOf.get(a.redemptionId) ?? 0) - (memberOf.get(b.redemptionId) ?? 0),
  );
  const answers = new Map<number, Awaited<ReturnType<typeof shipOne>>>();
  for (const shipment of inOrder) {
    answers.set(shipment.redemptionId, await shipOne(work, judging, shipment));
  }
  return { items: shipments.flatMap(({ redemptionId }) => answers.get(redemptionId) ?? []) };
}

async function shipOne(work: Work, judging: Judging, shipment: Shipment) {
  const { redemptionId } = shipment;
  try {
    const { account, redemption: row } = await openRedemption(work, redemptionId);
    const label = await judged(judging, row, shipment);
    if (label) ship(work, account, row, label);
    return { redemptionId, status: row.status, code: null, repeated: label === null };
  } catch (error) {
    // Refused before it wrote anything, so the parcels around it go.
    return refused(redemptionId, error);
  }
}

function ship(work: Work, account: Account, row: store.RedemptionRow, label: Label): void {
  const before = { status: row.status };
  Object.assign(row, label);
  row.status = "SHIPPED";
  row.shippedAt = work.now;
  row.reason = null;
  store.saveProgress(work.tx, row);
  work.emit(rewardEvent("reward.shipped", row.memberId, { ...eventData(row, account), ...label }));
  const target = `redemption:${row.id}`;
  const after = { status: row.status, ...told(label) };
  work.audit({ action: "rewards.ship", memberId: row.memberId, target, before, after });
}

/** As the audit log has it. */
export const told = ({ carrier, trackingCode }: Pick<Label, "carrier" | "trackingCode">) => ({
  carrier,
  trackingCode,
});

/** What would become of shipments, each for itself; nothing is written. */
export async function checkShipments(ask: Ask, shipments: readonly Shipment[]) {
  const judging = { view: ask, now: ask.now, carriers: await knownCarriers(ask) };
  const rows = await store.redemptionsById(
    ask.db,
    shipments.map(({ redemptionId }) => redemptionId),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = [];
  for (const shipment of shipments) {
    items.push(await checkOne(judging, byId.get(shipment.redemptionId), shipment));
  }
  return { items };
}

async function checkOne(judging: Judging, row: store.RedemptionRow | undefined, told: Shipment) {
  const { redemptionId } = told;
  try {
    if (!row) throw new DomainError("REDEMPTION_NOT_FOUND");
    const label = await judged(judging, row, told);
    return { redemptionId, status: "SHIPPED" as const, code: null, repeated: label === null };
  } catch (error) {
    return refused(redemptionId, error);
  }
}

/** The label that somebody says a parcel has instead. @throws DomainError those of labelOf, TRACKING_CODE_TAKEN */
export async function labelToldOf(work: Work, memberId: number, told: ToldLabel): Promise<Label> {
  const label = labelOf(await knownCarriers(work), told);
  if (!told.unusual) await requireFree(work, memberId, label.trackingCode, work.now);
  return label;
}
