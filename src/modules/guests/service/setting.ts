import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import type { GuestSetting } from "../schema";
import * as store from "../store/setting";
import { guestSecretOf } from "./key";

export async function guestSetting(db: Reader): Promise<GuestSetting> {
  const setting = await store.readSetting(db);
  invariant(setting, "the setting’s row is there");
  return setting;
}

/** @throws DomainError VERSION_CONFLICT where somebody else changed it meanwhile */
export async function setGuests(work: Work, input: GuestSetting): Promise<GuestSetting> {
  const before = await store.lockSetting(work.tx);
  invariant(before, "the setting’s row is there");
  if (before.revision !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const after = { claimDays: input.claimDays, revision: before.revision + 1 };
  store.saveSetting(work.tx, after);
  work.audit({ action: "guests.setSetting", target: "guests", before, after });
  return after;
}

/** Shows the key under which the shop hashes addresses; that somebody saw it is written down. */
export async function showGuestSecret(work: Work): Promise<{ secret: string }> {
  work.audit({ action: "guests.showSecret", target: "guests" });
  return { secret: await guestSecretOf(work.tx) };
}
