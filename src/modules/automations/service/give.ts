import type { Work } from "@/platform/work";
import { giftsOf, giveCoupons, isGiftUsed } from "../../coupons/service/give";
import { firstWorth } from "../../orders/service/standing";
import { type Account, openAccount } from "../../points/service/account";
import { isDue, isUndone, knownSince, type Occasion, subjectOf } from "../rules/occasion";
import { stateAt } from "../rules/state";
import { isFor } from "../rules/who";
import type { AutomationKind, NotGivenReason } from "../schema";
import * as store from "../store/automations";
import * as gifts from "../store/gifts";
import * as people from "../store/people";
import { hashesOf } from "./person";
import { saveTakenBack } from "./take-back";

/** What an occasion is judged by, once its member is locked. */
export interface Facts {
  work: Work;
  account: Account;
  automation: store.AutomationRow;
}

/** Something happened, or fell due, that an automation is about. */
export interface Chance {
  automationId: number;
  memberId: number;
  /** As it looked from outside; `verify` says what it is, or that it is none any more. */
  occasion: Occasion;
  verify: (facts: Facts) => Promise<Occasion | null>;
}

/** What happens at a moment is never looked at again, so that why nothing came of it is written down. */
const BY_EVENT: readonly AutomationKind[] = ["JOINED", "FIRST_ORDER", "TIER_REACHED"];
/** What the next run of a sweep would find again. */
const FOR_GOOD: readonly NotGivenReason[] = ["LIMIT_REACHED", "KNOWN_PERSON"];

/**
 * Gives a member what an automation has for an occasion, once, whoever asks and however often: all that
 * came of the member's occasions is read and written under their lock.
 *
 * @returns whether something was given
 */
export async function giveFor(work: Work, chance: Chance): Promise<boolean> {
  const account = await openAccount(work, { memberId: chance.memberId });
  const { member } = account;
  const automation = await store.find(work.tx, chance.automationId);
  if (!automation || stateAt(automation, work.now) !== "RUNNING") return false;
  if (member.status === "CLOSED") return false;
  const facts = { work, account, automation };
  const occasion = await chance.verify(facts);
  if (!occasion) return false;
  const known = await cameBack(work, await gifts.giftsOf(work.tx, automation.id, member.id));
  if (!isDue(known, occasion, automation.againAfterDays)) return false;
  if (!isFor(automation.conditions, member)) return false;
  const { boughtOnly } = automation.conditions;
  if (boughtOnly && !(await firstWorth(work.tx, member.id, 1))) return false;
  return keepOrGive(facts, occasion, known);
}

async function keepOrGive(
  facts: Facts,
  occasion: Occasion,
  known: readonly gifts.GiftRow[],
): Promise<boolean> {
  const kept = known.find((gift) => isUndone(gift) && isOfKind(gift, occasion));
  if (!kept) return carryOut(facts, occasion, known);
  keepStep(facts.work, facts, occasion);
  gifts.keepAgain(facts.work.tx, kept.id, occasion.on);
  return false;
}

/** The same, done again: whom it was for was judged then, also by what only they said of themselves. */
export async function giveAsThen(work: Work, chance: Omit<Chance, "verify">): Promise<boolean> {
  const account = await openAccount(work, { memberId: chance.memberId });
  const automation = await store.find(work.tx, chance.automationId);
  if (!automation) return false;
  const known = await cameBack(
    work,
    await gifts.giftsOf(work.tx, automation.id, account.member.id),
  );
  const facts = { work, account, automation };
  return keepOrGive(facts, chance.occasion, known);
}

/**
 * What was used when that went which it was given for is void, and counts as given as long as the use
 * does: with the next occasion it is kept, and nothing is given beside it. Once the use is given back,
 * nothing of it was given.
 */
async function cameBack(
  work: Work,
  known: readonly gifts.GiftRow[],
): Promise<readonly gifts.GiftRow[]> {
  const rows: gifts.GiftRow[] = [];
  for (const gift of known) {
    const { issueId } = gift;
    const isOver = isUndone(gift) && issueId !== null && !(await isGiftUsed(work, issueId));
    if (isOver) saveTakenBack(work, gift);
    rows.push(isOver ? { ...gift, status: "TAKEN_BACK" } : gift);
  }
  return rows;
}

const isOfKind = (gift: gifts.GiftRow, { name }: Occasion) =>
  subjectOf(gift.occasion) === subjectOf(name);

async function carryOut(
  facts: Facts,
  occasion: Occasion,
  known: readonly gifts.GiftRow[],
): Promise<boolean> {
  const { work, account, automation } = facts;
  const reason = await whyNot(facts, occasion, known);
  if (reason === "PAUSED") return false;
  if (reason !== null) {
    const isWritten = BY_EVENT.includes(automation.trigger.kind) || FOR_GOOD.includes(reason);
    if (isWritten && !known.some((gift) => gift.occasion === occasion.name)) {
      keepStep(work, facts, occasion);
      gifts.insert(work.tx, notGiven(work, facts, occasion, reason));
    }
    return false;
  }
  keepStep(work, facts, occasion);
  const { versionId, name } = automation;
  const { issueId } = await giveCoupons(work, account, {
    versionId,
    source: "AUTOMATION",
    count: 1,
    origin: { activityId: null, title: name },
  });
  const row = { ...rowOf(work, facts, occasion), status: "GIVEN" as const, reason: null, issueId };
  const before = known.find((gift) => gift.occasion === occasion.name);
  if (before) gifts.saveAgain(work.tx, before.id, row);
  else gifts.insert(work.tx, row);
  return true;
}

type Whose = { automation: { id: number }; account: { member: { id: number } } };

function keepStep(work: Work, { automation, account }: Whose, occasion: Occasion): void {
  const whose = { automationId: automation.id, memberId: account.member.id };
  work.step("automations.give", { ...whose, occasion }, "definition");
}

const rowOf = (work: Work, { automation, account }: Whose, { name, on, orderId }: Occasion) => ({
  automationId: automation.id,
  memberId: account.member.id,
  occasion: name,
  occasionOn: on,
  orderId,
  createdAt: work.now,
});

const notGiven = (work: Work, whose: Whose, occasion: Occasion, reason: NotGivenReason) => ({
  ...rowOf(work, whose, occasion),
  status: "NOT_GIVEN" as const,
  reason,
  issueId: null,
});

/** Why a member gets nothing, of what operators want to know; takes one of what may be given otherwise. */
async function whyNot(
  { work, account, automation }: Facts,
  occasion: Occasion,
  known: readonly gifts.GiftRow[],
): Promise<NotGivenReason | "PAUSED" | null> {
  const { member } = account;
  if (member.status !== "ACTIVE") return "MEMBER_STATUS_INVALID";
  const gift = (await giftsOf(work, [automation.versionId])).get(automation.versionId);
  if (!gift || gift.isOver) return "COUPON_UNAVAILABLE";
  const hashes = await hashesOf(work.tx, member, subjectOf(occasion.name));
  // From here on nobody else is given anything of it: two memberships of one person wait for each other.
  const held = await store.lock(work.tx, automation.id);
  if (!held || stateAt(held, work.now) !== "RUNNING") return "PAUSED";
  // Who had it themselves is judged by that.
  const hadIt = known.some((one) => one.status !== "NOT_GIVEN" && isOfKind(one, occasion));
  const since = knownSince(automation.againAfterDays, work.now);
  const isKnown = !hadIt && (await people.isKnown(work.tx, automation.id, hashes, since));
  // Only their phone and address tell, which the journal has not.
  if (work.draws.text("known person", () => String(isKnown)) === "true") return "KNOWN_PERSON";
  if (!(await store.claim(work.tx, automation.id))) return "LIMIT_REACHED";
  people.remember(work.tx, automation.id, hashes, work.now);
  return null;
}

/** What could not be carried out at all is seen by operators, and keeps nobody else waiting. */
export async function recordFailed(work: Work, chance: Omit<Chance, "verify">): Promise<void> {
  const account = await openAccount(work, { memberId: chance.memberId });
  const known = await gifts.giftsOf(work.tx, chance.automationId, account.member.id);
  if (known.some(({ occasion }) => occasion === chance.occasion.name)) return;
  const { automationId, memberId, occasion } = chance;
  work.step("automations.failed", { automationId, memberId, occasion }, "definition");
  const whose = { automation: { id: chance.automationId }, account };
  gifts.insert(work.tx, notGiven(work, whose, chance.occasion, "FAILED"));
}
