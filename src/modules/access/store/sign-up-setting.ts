import type { Reader, Tx } from "@/platform/db";

/** By which addresses people may sign up, and what they agree to. */
export interface SignUpSetting {
  byEmail: boolean;
  byPhone: boolean;
  termsUrl: string | null;
  revision: number;
}

const SELECT = "SELECT byEmail, byPhone, termsUrl, revision FROM sign_up_setting WHERE id = 1";

function tidy(row: SignUpSetting | undefined): SignUpSetting | undefined {
  return row && { ...row, byEmail: Boolean(row.byEmail), byPhone: Boolean(row.byPhone) };
}

export async function readSetting(db: Reader): Promise<SignUpSetting | undefined> {
  return tidy(await db.row<SignUpSetting>(SELECT));
}

export async function lockSetting(tx: Tx): Promise<SignUpSetting | undefined> {
  return tidy(await tx.row<SignUpSetting>(`${SELECT} FOR UPDATE`));
}

export function saveSetting(tx: Tx, setting: SignUpSetting): void {
  tx.send(
    "UPDATE sign_up_setting SET byEmail = ?, byPhone = ?, termsUrl = ?, revision = ? WHERE id = 1",
    [setting.byEmail, setting.byPhone, setting.termsUrl, setting.revision],
  );
}
