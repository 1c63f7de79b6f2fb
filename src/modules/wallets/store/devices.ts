import { type Reader, reader, type Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";

export interface DeviceRow {
  id: number;
  pushToken: string;
}

export function devicesOf(db: Reader, passId: number): Promise<DeviceRow[]> {
  return db.rows<DeviceRow>(
    "SELECT id, pushToken FROM wallet_device WHERE passId = ? ORDER BY id",
    [passId],
  );
}

export async function isRegistered(db: Reader, passId: number, deviceId: string): Promise<boolean> {
  const sql = "SELECT id FROM wallet_device WHERE passId = ? AND deviceId = ?";
  return (await db.row(sql, [passId, deviceId])) !== undefined;
}

export function putDevice(
  tx: Tx,
  device: { passId: number; deviceId: string; pushToken: string; createdAt: Date },
): void {
  const [sql, values] = onDuplicate(
    insertInto("wallet_device", ["passId", "deviceId", "pushToken", "createdAt"], device),
    "pushToken = VALUES(pushToken)",
  );
  tx.send(sql, values);
}

export async function removeDevice(tx: Tx, passId: number, deviceId: string): Promise<boolean> {
  const sql = "DELETE FROM wallet_device WHERE passId = ? AND deviceId = ?";
  return (await tx.write(sql, [passId, deviceId])).affectedRows > 0;
}

export function removeDeviceRow(tx: Tx, id: number): void {
  tx.send("DELETE FROM wallet_device WHERE id = ?", [id]);
}

/** One that is not there any more. @param pushToken as it was told: it may be there again by another */
export async function forgetDevice(id: number, pushToken: string): Promise<void> {
  await reader.write("DELETE FROM wallet_device WHERE id = ? AND pushToken = ?", [id, pushToken]);
}

export interface ChangedRow {
  serial: string;
  changedAt: Date;
}

/** The newest first. */
export function changedOn(
  db: Reader,
  deviceId: string,
  since: Date,
  limit: number,
): Promise<ChangedRow[]> {
  return db.rows<ChangedRow>(
    `SELECT p.serial, p.changedAt FROM wallet_device d JOIN wallet_pass p ON p.id = d.passId
      WHERE d.deviceId = ? AND p.changedAt >= ? ORDER BY p.changedAt DESC, p.id LIMIT ?`,
    [deviceId, since, limit],
  );
}
