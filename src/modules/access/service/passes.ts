import type { Network } from "@/platform/network";
import { originOfStranger, runWork, type Work } from "@/platform/work";
import * as store from "../store/passes";
import { userById } from "../store/users";
import { hashOfToken, newToken } from "./codes";

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

/** Uses a pass: of two that use it at once only one gets in. Null for one that opens nothing any more. */
export function spendPass(pass: string, network: Network) {
  return runWork(originOfStranger(network), null, async (work) => {
    const row = await store.lockPass(work.tx, hashOfToken(pass));
    if (!row) return null;
    store.deletePass(work.tx, row.id);
    if (row.expiresAt <= new Date()) return null;
    const user = await userById(work.tx, row.userId);
    return user ? { user, by: row.openedBy } : null;
  });
}
