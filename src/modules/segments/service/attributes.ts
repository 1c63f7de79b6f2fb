import type { z } from "zod";
import { DomainError } from "@/platform/errors";
import { flat, type LocalizedName } from "@/platform/texts";
import type { View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { ATTRIBUTES_MAX, type createAttribute, type updateAttribute } from "../schema/labels";
import * as store from "../store/labels";

/** The attributes that members may have. */

export async function listAttributes({ db }: Pick<View, "db">) {
  return { items: await store.definitions(db) };
}

type Made = z.output<typeof createAttribute>;
type Changed = z.output<typeof updateAttribute>;

/** Refusals in order: DUPLICATE_REFERENCE (the key is another's), LIMIT_REACHED. */
export async function defineAttribute(work: Work, made: Made) {
  const all = await store.lockDefinitions(work.tx);
  if (all.some(({ key }) => key === made.key)) throw new DomainError("DUPLICATE_REFERENCE");
  if (all.length >= ATTRIBUTES_MAX) {
    throw new DomainError("LIMIT_REACHED", { limit: ATTRIBUTES_MAX, used: all.length });
  }
  const { key, kind, name, choices } = made as Made & { name: LocalizedName };
  const row = { key, kind, name, choices: choices as store.AttributeRow["choices"] };
  await store.insertDefinition(work.tx, row, work.now);
  work.audit({
    action: "members.defineAttribute",
    target: `attribute:${key}`,
    after: flat({ kind, name, choices }),
  });
  return { ...row, archived: false, revision: 1 };
}

/**
 * What it is called, and what may be chosen: a choice that is gone stays where it is set.
 *
 * Refusals in order: NOT_FOUND, VERSION_CONFLICT, VALIDATION_FAILED (choices of what has none).
 */
export async function changeAttribute(work: Work, changed: Changed) {
  const all = await store.lockDefinitions(work.tx);
  const row = all.find(({ key }) => key === changed.key);
  if (!row) throw new DomainError("NOT_FOUND");
  if (row.revision !== changed.revision) {
    throw new DomainError("VERSION_CONFLICT", { revision: row.revision });
  }
  const { name, choices, archived } = changed as Changed &
    Pick<store.AttributeRow, "name" | "choices">;
  if ((row.kind === "CHOICE") !== choices.length > 0) {
    throw new DomainError("VALIDATION_FAILED", {}, [{ path: "choices", message: row.kind }]);
  }
  const after = { ...row, name, choices, archived };
  store.saveDefinition(work.tx, after, work.now);
  const said = ({ name: called, choices: of, archived: isArchived }: store.AttributeRow) =>
    flat({ name: called, choices: of, archived: isArchived });
  work.audit({
    action: "members.changeAttribute",
    target: `attribute:${row.key}`,
    before: said(row),
    after: said(after),
  });
  return { ...after, revision: row.revision + 1 };
}
