import { originOfStranger, runWork, type Work } from "@/platform/work";
import * as store from "../store/passes";
import { lockUser } from "../store/users";
import { hashOfToken, newToken } from "./codes";
import { type Arrival, signIn } from "./sessions";

const PASS_MS = 60_000;

/**
 * What somebody who has just proven who they are opens a session with, at the one door that sets the
 * session's cookie.
 */
export function newPass(work: Work, userId: number, openedBy: store.PassReason): { pass: string } {
  const [pass, createdAt] = [newToken(), new Date()];
  const expiresAt = new Date(createdAt.getTime() + PASS_MS);
  store.insertPass(work, { id: hashOfToken(pass), userId, openedBy, createdAt, expiresAt });
  return { pass };
}

/**
 * Uses a pass, and opens the session that it is for in the same act: of two that use it at once only one
 * gets in, and a password that is set anew at the same moment ends the pass or the session. Null for one
 * that opens nothing any more.
 */
export function spendPass(pass: string, from: Omit<Arrival, "by">) {
  const id = hashOfToken(pass);
  return runWork(originOfStranger(from.network), null, async (work) => {
    // First the account, as whoever sets a password does.
    const userId = await store.userOfPass(work.tx, id);
    const user = userId === undefined ? undefined : await lockUser(work.tx, userId);
    const row = await store.lockPass(work.tx, id);
    if (!row) return null;
    store.deletePass(work.tx, row.id);
    if (!user || row.expiresAt <= new Date()) return null;
    const by = row.openedBy;
    const sid = await signIn(work, user.id, {
      by,
      network: from.network,
      userAgent: from.userAgent ?? null,
      device: from.device ?? null,
    });
    return sid === null ? null : { user, by, sid };
  });
}
