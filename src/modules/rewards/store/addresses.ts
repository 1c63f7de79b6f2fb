import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { DeliveryAddress } from "../schema/addresses";

export interface AddressRow {
  id: number;
  address: DeliveryAddress;
  isDefault: boolean;
}

interface StoredRow {
  id: number;
  deliveryAddress: string;
  isDefault: number;
}

/** A member's, the one that is proposed first, then the latest. */
export async function addressesOf(db: Reader, memberId: number): Promise<AddressRow[]> {
  const rows = await db.rows<StoredRow>(
    `SELECT id, deliveryAddress, isDefault FROM reward_address WHERE memberId = ?
      ORDER BY isDefault DESC, id DESC`,
    [memberId],
  );
  return rows.map(({ id, deliveryAddress, isDefault }) => ({
    id,
    address: JSON.parse(deliveryAddress) as DeliveryAddress,
    isDefault: Boolean(isDefault),
  }));
}

export async function insertAddress(
  tx: Tx,
  memberId: number,
  { address, isDefault }: Omit<AddressRow, "id">,
  now: Date,
): Promise<number> {
  const { insertId } = await tx.write(
    ...insertInto(
      "reward_address",
      ["memberId", "deliveryAddress", "isDefault", "createdAt", "updatedAt"],
      {
        memberId,
        deliveryAddress: JSON.stringify(address),
        isDefault,
        createdAt: now,
        updatedAt: now,
      },
    ),
  );
  return insertId;
}

export function saveAddress(tx: Tx, { id, address, isDefault }: AddressRow, now: Date): void {
  tx.send(
    "UPDATE reward_address SET deliveryAddress = ?, isDefault = ?, updatedAt = ? WHERE id = ?",
    [JSON.stringify(address), isDefault, now, id],
  );
}

/** Proposes one of a member's, and no other. */
export function makeDefault(tx: Tx, memberId: number, id: number): void {
  tx.send("UPDATE reward_address SET isDefault = (id = ?) WHERE memberId = ?", [id, memberId]);
}

export function removeAddress(tx: Tx, id: number): void {
  tx.send("DELETE FROM reward_address WHERE id = ?", [id]);
}

export function eraseAddresses(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM reward_address WHERE memberId = ?", [memberId]);
}

/** What the one who stays proposes is theirs. */
export function moveAddresses(tx: Tx, fromId: number, intoId: number, keepsDefault: boolean): void {
  const stays = keepsDefault ? ", isDefault = FALSE" : "";
  tx.send(`UPDATE reward_address SET memberId = ?${stays} WHERE memberId = ?`, [intoId, fromId]);
}
