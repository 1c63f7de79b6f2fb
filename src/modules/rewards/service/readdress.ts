import type { Work } from "@/platform/work";
import { rewardEvent } from "../events";
import { isSameAddress, requireUnsent } from "../rules/parcels";
import { checkAddress } from "../rules/rewards";
import type { DeliveryAddress } from "../schema/addresses";
import { saveDelivery } from "../store/parcels";
import { eventData, openRedemption } from "./open";

/**
 * Another address for a parcel that is not shipped. Where it goes stands in no log and no event; that it
 * goes elsewhere does, and what was packed for the one before is not sent.
 *
 * Refusals in order: REDEMPTION_NOT_FOUND (or another's), VALIDATION_FAILED (nothing that is sent),
 * REDEMPTION_STATUS_INVALID.
 */
export async function readdress(work: Work, redemptionId: number, address: DeliveryAddress) {
  const { account, redemption: row } = await openRedemption(work, redemptionId);
  checkAddress(row.kind, address);
  requireUnsent(row.status);
  const known = row.deliveryAddress && (JSON.parse(row.deliveryAddress) as DeliveryAddress);
  if (!known || !isSameAddress(known, address)) {
    row.deliveryAddress = JSON.stringify(address);
    row.addressRevision += 1;
    saveDelivery(work.tx, row);
    const { addressRevision, memberId } = row;
    const byShop = work.caller.kind !== "member";
    const data = { ...eventData(row, account), addressRevision, byShop };
    work.emit(rewardEvent("reward.address_changed", memberId, data));
    const target = `redemption:${row.id}`;
    work.audit({ action: "rewards.readdress", memberId, target, after: { addressRevision } });
  }
  return { redemptionId, addressRevision: row.addressRevision };
}
