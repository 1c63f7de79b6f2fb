import type { Caller } from "@/platform/auth";
import { DomainError, invariant } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { namesOfUsers } from "../../access/service/operators";
import { memberSearch } from "../../profile/rules";
import {
  type ChangeView,
  type KeepView,
  type Layout,
  type ListName,
  layout as layoutSchema,
  VIEWS_MAX,
} from "../schema/lists";
import * as store from "../store/views";
import { requireSees } from "./sources";

/** Ways to look at a list that people keep: for themselves, or for all who see the list. */

const AS_IT_IS: Layout = { columns: [], density: "COMFORTABLE" };

/** Whose account it is. */
export function ownerOf({ userId }: Caller): number {
  invariant(userId !== null, "staff have accounts");
  return userId;
}

/** Whoever made it; one that all see, whoever manages access as well. */
function mayChange(caller: Caller, { ownerId, isShared }: store.ViewRow): boolean {
  return ownerId === ownerOf(caller) || (isShared && caller.grants.has("access:manage"));
}

const layoutIn = (json: string): Layout => layoutSchema.catch(AS_IT_IS).parse(JSON.parse(json));

/** How the members' list says in its address what was looked for. */
const WORDS = "q";

/**
 * An address as a view keeps it: by whose number or code somebody was looked for is no way to look at a list. It would
 * be shown to whoever sees them masked, and stay when they are gone.
 */
function withoutNumbers(list: ListName, address: string): string {
  const parameters = new URLSearchParams(address);
  const { codes, phones } = memberSearch(parameters.get(WORDS) ?? "");
  if (list !== "members" || codes.length + phones.length === 0) return address;
  parameters.delete(WORDS);
  return parameters.toString();
}

/** One's own views of a list and those that others share, each with what one may do with it. */
export async function viewsOfList(ask: Ask, list: ListName) {
  requireSees(ask.caller, list);
  const userId = ownerOf(ask.caller);
  const [rows, kept] = await Promise.all([
    store.viewsFor(ask.db, list, userId),
    store.layoutOf(ask.db, list, userId),
  ]);
  const named = await namesOfUsers(
    ask,
    rows.map(({ ownerId }) => ownerId),
  );
  const items = rows.map((row) => ({
    viewId: row.id,
    name: row.name,
    isShared: row.isShared,
    address: row.address,
    layout: layoutIn(row.layout),
    revision: row.revision,
    owner: named.get(row.ownerId) ?? null,
    isOwn: row.ownerId === userId,
    mayChange: mayChange(ask.caller, row),
    updatedAt: row.updatedAt,
  }));
  return { items, layout: kept === undefined ? null : layoutIn(kept) };
}

/**
 * Keeps a new one.
 *
 * Refusals in order: PERMISSION_DENIED (who doesn't see the list), LIMIT_REACHED (one's own are enough).
 */
export async function keepView(work: Work, { list, layout, ...content }: KeepView) {
  requireSees(work.caller, list);
  const ownerId = ownerOf(work.caller);
  await store.lockOwn(work.tx, list, ownerId, JSON.stringify(AS_IT_IS));
  if ((await store.ownCount(work.tx, list, ownerId)) >= VIEWS_MAX) {
    throw new DomainError("LIMIT_REACHED", { limit: VIEWS_MAX });
  }
  const address = withoutNumbers(list, content.address);
  const kept = { ...content, address, layout: JSON.stringify(layout) };
  const row = { ...kept, list, ownerId, updatedAt: work.now };
  const viewId = await store.insertView(work.tx, row);
  const after = { list, name: content.name, isShared: content.isShared };
  work.audit({ action: "lists.keepView", target: `listView:${viewId}`, after });
  return { viewId, revision: 1 };
}

/** @throws DomainError NOT_FOUND where there is none that the caller may change */
async function changeable(work: Work, viewId: number): Promise<store.ViewRow> {
  const row = await store.lockView(work.tx, viewId);
  if (!row || !mayChange(work.caller, row)) throw new DomainError("NOT_FOUND");
  requireSees(work.caller, row.list);
  return row;
}

/** Refusals in order: NOT_FOUND (nor may the caller change it), VERSION_CONFLICT. */
export async function changeView(work: Work, { viewId, revision, layout, ...next }: ChangeView) {
  const row = await changeable(work, viewId);
  if (row.revision !== revision) {
    throw new DomainError("VERSION_CONFLICT");
  }
  const saved = {
    ...row,
    ...next,
    address: withoutNumbers(row.list, next.address),
    layout: JSON.stringify(layout),
    revision: revision + 1,
    updatedAt: work.now,
  };
  store.saveView(work.tx, saved);
  const said = ({ name, isShared }: store.ViewRow) => ({ name, isShared });
  const target = `listView:${viewId}`;
  work.audit({ action: "lists.changeView", target, before: said(row), after: said(saved) });
  return { viewId, revision: saved.revision };
}

/** @throws DomainError NOT_FOUND where there is none that the caller may take away */
export async function removeView(work: Work, viewId: number) {
  const { list, name, isShared } = await changeable(work, viewId);
  store.removeView(work.tx, viewId);
  const before = { list, name, isShared };
  work.audit({ action: "lists.removeView", target: `listView:${viewId}`, before });
  return { viewId };
}

export function setLayout(work: Work, list: ListName, layout: Layout) {
  requireSees(work.caller, list);
  store.saveLayout(work.tx, {
    userId: ownerOf(work.caller),
    list,
    layout: JSON.stringify(layout),
  });
  return { list };
}
