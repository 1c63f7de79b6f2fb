import { DomainError } from "@/platform/errors";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { type Carrier, KEPT_CARRIERS } from "../rules/carriers";
import type { SaveCarrier } from "../schema/carriers";
import * as store from "../store/carriers";

/** Who carries parcels: a kept list, of which a shop switches off what it has no use for, and its own. */

export interface KnownCarrier extends Carrier {
  isOwn: boolean;
  enabled: boolean;
  revision: number;
}

const UNSAVED = { enabled: true, revision: 0 };

/** The kept ones in their order, then the shop's own. */
export async function knownCarriers({ db }: Pick<View, "db">): Promise<KnownCarrier[]> {
  const saved = await store.savedCarriers(db);
  const kept = KEPT_CARRIERS.map((carrier) => {
    const { enabled, revision } = saved.find(({ code }) => code === carrier.code) ?? UNSAVED;
    return { ...carrier, isOwn: false, enabled, revision };
  });
  const own = saved.flatMap(({ name, ...carrier }) =>
    name === null || isKept(carrier.code) ? [] : [{ ...carrier, name, isOwn: true }],
  );
  return [...kept, ...own];
}

const isKept = (code: string) => KEPT_CARRIERS.some((one) => one.code === code);

export async function listCarriers(ask: Ask) {
  const items = (await knownCarriers(ask)).map(({ check: _, name, shapes, ...carrier }) => ({
    ...carrier,
    name: textIn(name, ask.locale),
    names: name as Record<string, string>,
    shapes: [...shapes],
  }));
  return { items };
}

/**
 * Saves one of the shop's own, or switches one of the kept list on or off.
 *
 * Refusals in order: VALIDATION_FAILED (its own one without a name; a kept one with one), VERSION_CONFLICT.
 */
export async function saveCarrier(work: Work, wish: SaveCarrier) {
  const { code, enabled, name = null, shapes } = wish;
  const isOwn = !isKept(code);
  if (isOwn !== (name !== null)) {
    const message = isOwn ? "required" : `not for ${code}`;
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "name", message }]);
  }
  const before = await store.lockCarrier(work.tx, code);
  const revision = before?.revision ?? 0;
  const after = { code, enabled, name, shapes: isOwn ? shapes : [], revision: revision + 1 };
  if (before && isAlike(before, after)) return { code, revision };
  if (revision !== wish.revision) throw new DomainError("VERSION_CONFLICT");
  if (before) store.saveCarrier(work.tx, after, work.now);
  else await store.insertCarrier(work.tx, after, work.now);
  work.audit({
    action: "rewards.saveCarrier",
    target: `carrier:${code}`,
    ...(before ? { before: auditOf(before) } : {}),
    after: auditOf(after),
  });
  return { code, revision: after.revision };
}

function isAlike(one: store.CarrierRow, other: store.CarrierRow): boolean {
  return JSON.stringify(auditOf(one)) === JSON.stringify(auditOf(other));
}

const auditOf = ({ name, shapes, enabled }: store.CarrierRow) => ({
  name: name && textIn(name, "zh-CN"),
  shapes: shapes.join(" "),
  enabled,
});
