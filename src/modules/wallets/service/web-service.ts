import type { Locale } from "@/i18n/config";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { DEVICES_MAX, sinceOf } from "../rules";
import * as devices from "../store/devices";
import * as store from "../store/passes";
import { passOf } from "./apple";
import { cardOf, endedCard, walletWords } from "./card";
import { isTokenOf } from "./issue";
import { appleKeys } from "./settings";

/** What phones ask of cards that are in Apple Wallet, as Apple says how they ask. */

interface HeldPass {
  passType: string;
  serial: string;
  token: string;
}

const PASSES_MAX = 50;

/** @throws DomainError NOT_FOUND where the shop has no Apple Wallet, or another */
function requireKeys(passType: string) {
  const keys = appleKeys();
  if (keys?.passType !== passType) throw new DomainError("NOT_FOUND");
  return keys;
}

/**
 * Whether there is such a card is told to nobody who does not hold it.
 *
 * @throws DomainError NOT_FOUND, AUTHENTICATION_REQUIRED
 */
async function requireHeld(
  { serial, token, passType }: HeldPass,
  find: (serial: string) => Promise<store.PassRow | undefined>,
): Promise<store.PassRow> {
  requireKeys(passType);
  const pass = await find(serial);
  if (!pass || !isTokenOf(pass, token)) throw new DomainError("AUTHENTICATION_REQUIRED");
  return pass;
}

const locked = (work: Work) => (serial: string) => store.lockPass(work.tx, "APPLE", serial);

/** @throws DomainError NOT_FOUND, AUTHENTICATION_REQUIRED */
export async function registerDevice(
  work: Work,
  { deviceId, pushToken, ...held }: HeldPass & { deviceId: string; pushToken: string },
): Promise<{ isNew: boolean }> {
  const pass = await requireHeld(held, locked(work));
  const isNew = !(await devices.isRegistered(work.tx, pass.id, deviceId));
  if (isNew) {
    const known = await devices.devicesOf(work.tx, pass.id);
    for (const { id } of known.slice(0, Math.max(0, known.length - DEVICES_MAX + 1))) {
      devices.removeDeviceRow(work.tx, id);
    }
  }
  devices.putDevice(work.tx, { passId: pass.id, deviceId, pushToken, createdAt: new Date() });
  return { isNew };
}

/** @throws DomainError NOT_FOUND, AUTHENTICATION_REQUIRED */
export async function unregisterDevice(
  work: Work,
  { deviceId, ...held }: HeldPass & { deviceId: string },
): Promise<{ removed: boolean }> {
  const pass = await requireHeld(held, locked(work));
  return { removed: await devices.removeDevice(work.tx, pass.id, deviceId) };
}

/**
 * Which cards of a device have changed. The moment itself is told again: what was written in the same second, a little
 * later, is then not missed, and who has it already is answered that it is unchanged.
 *
 * @throws DomainError NOT_FOUND
 */
export async function changedPasses(
  db: Reader,
  { passType, deviceId, since }: { passType: string; deviceId: string; since?: string | undefined },
): Promise<{ serialNumbers: string[]; lastUpdated: string }> {
  requireKeys(passType);
  const rows = await devices.changedOn(db, deviceId, sinceOf(since), PASSES_MAX);
  const newest = rows[0]?.changedAt ?? sinceOf(since);
  return {
    serialNumbers: rows.map(({ serial }) => serial),
    lastUpdated: String(Math.floor(newest.getTime() / 1000)),
  };
}

/** @throws DomainError NOT_FOUND, AUTHENTICATION_REQUIRED */
export async function latestPass(
  ask: Ask,
  { modifiedSince, ...held }: HeldPass & { modifiedSince?: Date | undefined },
): Promise<{ file: string | null; changedAt: Date }> {
  const keys = requireKeys(held.passType);
  const pass = await requireHeld(held, (serial) => store.findPass(ask.db, "APPLE", serial));
  const { changedAt, serial } = pass;
  if (modifiedSince && modifiedSince >= changedAt) return { file: null, changedAt };
  const inTheirs = { ...ask, locale: pass.locale as Locale };
  const card = await (pass.endedAt ? endedCard(inTheirs, serial) : cardOf(inTheirs, pass.memberId));
  const file = await passOf(card, keys, walletWords(inTheirs.locale), {
    serial,
    token: held.token,
  });
  return { file: file.toString("base64"), changedAt };
}
