import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { requireNotClosed } from "../../members/rules";
import { lockMember } from "../../members/service/members";
import { isSameAddress } from "../rules/parcels";
import { ADDRESSES_MAX, type DeliveryAddress } from "../schema/addresses";
import * as store from "../store/addresses";

export { selfOf } from "../../members/rules";

/** Where members have parcels sent: kept for themselves, and in no log. */

export interface AddressWish {
  address: DeliveryAddress;
  isDefault: boolean;
}

export interface ChangeWish {
  addressId: number;
  /** Undefined for as it is. */
  address: DeliveryAddress | undefined;
  isDefault: boolean;
}

const shown = ({ id, address, isDefault }: store.AddressRow) => ({
  addressId: id,
  deliveryAddress: address,
  isDefault,
});

/** A member's own. */
export async function ownAddresses(ask: Ask, memberId: number) {
  return { items: (await store.addressesOf(ask.db, memberId)).map(shown) };
}

/** Under the member's lock, in which all of this is done. */
async function openBook(work: Work, memberId: number) {
  const member = await lockMember(work, { memberId });
  requireNotClosed(member.status);
  return { member, kept: await store.addressesOf(work.tx, member.id) };
}

function note(work: Work, action: string, memberId: number, id: number): void {
  work.audit({ action, memberId, target: `address:${id}` });
}

/**
 * Keeps an address; one that is kept already stays the one it is, so the same call again makes no second.
 *
 * Refusals in order: MEMBER_STATUS_INVALID (closed), LIMIT_REACHED (as many as one keeps).
 */
export async function addAddress(work: Work, self: number, { address, isDefault }: AddressWish) {
  const { member, kept } = await openBook(work, self);
  const known = kept.find((row) => isSameAddress(row.address, address));
  if (!known && kept.length >= ADDRESSES_MAX) {
    throw new DomainError("LIMIT_REACHED", { limit: ADDRESSES_MAX, used: kept.length });
  }
  const wanted = { address, isDefault: isDefault || kept.length === 0 };
  const id = known?.id ?? (await store.insertAddress(work.tx, member.id, wanted, work.now));
  if (wanted.isDefault) store.makeDefault(work.tx, member.id, id);
  if (!known) note(work, "rewards.addAddress", member.id, id);
  return shown({ id, address, isDefault: wanted.isDefault || known?.isDefault === true });
}

/**
 * Refusals in order: MEMBER_STATUS_INVALID (closed), ADDRESS_NOT_FOUND (or another's). The one that is
 * proposed stays so until another is.
 */
export async function changeAddress(
  work: Work,
  self: number,
  { addressId, address, isDefault }: ChangeWish,
) {
  const { member, kept } = await openBook(work, self);
  const known = requireKept(kept, addressId);
  const row = {
    id: addressId,
    address: address ?? known.address,
    isDefault: isDefault || known.isDefault,
  };
  store.saveAddress(work.tx, row, work.now);
  if (isDefault) store.makeDefault(work.tx, member.id, addressId);
  note(work, "rewards.changeAddress", member.id, addressId);
  return shown(row);
}

/**
 * Refusals in order: MEMBER_STATUS_INVALID (closed), ADDRESS_NOT_FOUND (or another's). Where it was the
 * one that is proposed, the latest of the others is.
 */
export async function removeAddress(work: Work, self: number, addressId: number) {
  const { member, kept } = await openBook(work, self);
  const known = requireKept(kept, addressId);
  store.removeAddress(work.tx, addressId);
  const [next] = kept.filter(({ id }) => id !== addressId);
  if (known.isDefault && next) store.makeDefault(work.tx, member.id, next.id);
  note(work, "rewards.removeAddress", member.id, addressId);
  return { addressId };
}

function requireKept(kept: readonly store.AddressRow[], id: number): store.AddressRow {
  const known = kept.find((row) => row.id === id);
  if (!known) throw new DomainError("ADDRESS_NOT_FOUND");
  return known;
}

/** @throws DomainError ADDRESS_NOT_FOUND where a member keeps none of this number any more */
export async function keptAddress(
  work: Work,
  memberId: number,
  addressId: number,
): Promise<DeliveryAddress> {
  return requireKept(await store.addressesOf(work.tx, memberId), addressId).address;
}
