import { type Locale, locales, writtenLocales } from "@/i18n/config";
import type { LocalizedName } from "@/platform/texts";
import { readDecimal, showDecimal } from "../figures";
import { missingIn, type TypedText, trimmed, typedText } from "../typed-text";

/** A rung as the API has it. */
export interface EditedRung {
  code: string;
  name: LocalizedName;
  thresholdMinor: number;
  discountRateBps: number;
  multiplierPct: number;
  benefits: string[];
}

/** A rung as it stands in the form. */
export interface RungDraft {
  key: string;
  /** The code of a new rung is typed; a known one keeps its own. */
  isNew: boolean;
  code: string;
  name: TypedText;
  threshold: string;
  pays: string;
  multiplier: string;
  benefits: string[];
}

export type RungField = "code" | `name.${Locale}` | "threshold" | "pays" | "multiplier";

export type RungFault =
  | "codeInvalid"
  | "codeTaken"
  | "nameMissing"
  | "thresholdInvalid"
  | "thresholdFirst"
  | "thresholdTooLow"
  | "paysInvalid"
  | "paysWorse"
  | "multiplierInvalid";

export interface FoundFault {
  index: number;
  field: RungField;
  fault: RungFault;
}

export function draftOfRung(rung: EditedRung): RungDraft {
  return {
    key: rung.code,
    isNew: false,
    code: rung.code,
    name: typedText(rung.name),
    threshold: showDecimal(rung.thresholdMinor, 2),
    pays: showDecimal(rung.discountRateBps, 2),
    multiplier: showDecimal(rung.multiplierPct, 2),
    benefits: [...rung.benefits],
  };
}

/** A rung above the given one: dearer, and no worse in anything. */
export function rungAbove(below: RungDraft, above: RungDraft | undefined, key: string): RungDraft {
  const from = readDecimal(below.threshold, 2) ?? 0;
  const to = above ? readDecimal(above.threshold, 2) : null;
  const threshold = to !== null && to > from ? Math.floor((from + to) / 200) * 100 : from * 2;
  return {
    ...below,
    key,
    isNew: true,
    code: "",
    name: typedText(null),
    threshold: showDecimal(Math.max(threshold, from + 100), 2),
    benefits: [...below.benefits],
  };
}

/**
 * What was typed, carried over to a ladder that was published meanwhile: a field that nobody touched
 * here follows that ladder, and so does a rung that came or went there.
 */
export function rebased(
  typed: readonly RungDraft[],
  base: readonly RungDraft[],
  latest: readonly RungDraft[],
): readonly RungDraft[] {
  const byKey = (drafts: readonly RungDraft[], key: string) =>
    drafts.find((draft) => draft.key === key);
  const kept = typed.flatMap((draft) => {
    if (draft.isNew) return [draft];
    const [was, is] = [byKey(base, draft.key), byKey(latest, draft.key)];
    if (!was || !is) return [];
    const name = { ...is.name, ...touched(draft.name, was.name) };
    return [{ ...is, ...touched({ ...draft, name: "" }, { ...was, name: "" }), name }];
  });
  return latest.reduce<RungDraft[]>((drafts, rung, index) => {
    if (byKey(base, rung.key)) return drafts;
    const lower = latest.slice(0, index).map(({ key }) => key);
    const below = drafts.findLastIndex(({ key }) => lower.includes(key));
    return drafts.toSpliced(below + 1, 0, rung);
  }, kept);
}

/** The fields of a record that are not as they were. */
function touched<Fields extends object>(now: Fields, was: Fields): Partial<Fields> {
  const fields = Object.keys(now) as (keyof Fields)[];
  const changed = fields.filter((field) => String(now[field]) !== String(was[field]));
  return Object.fromEntries(changed.map((field) => [field, now[field]])) as Partial<Fields>;
}

const namesMax = 32;

/** What is wrong with a ladder, field by field; the server looks again. */
export function faultsOf(drafts: readonly RungDraft[]): FoundFault[] {
  return drafts.flatMap((draft, index) => {
    const faults: FoundFault[] = [];
    const must = (holds: boolean, field: RungField, fault: RungFault) => {
      if (!holds) faults.push({ index, field, fault });
    };
    const below = drafts[index - 1];
    must(/^[A-Z][A-Z0-9_]{0,31}$/.test(draft.code), "code", "codeInvalid");
    must(drafts.findIndex(({ code }) => code === draft.code) === index, "code", "codeTaken");
    for (const locale of locales) {
      const { length } = draft.name[locale].trim();
      must(length <= namesMax, `name.${locale}`, "nameMissing");
    }
    for (const locale of missingIn(draft.name, writtenLocales)) {
      must(false, `name.${locale}`, "nameMissing");
    }
    const threshold = readDecimal(draft.threshold, 2);
    must(threshold !== null, "threshold", "thresholdInvalid");
    if (threshold !== null && !below) must(threshold === 0, "threshold", "thresholdFirst");
    if (threshold !== null && below) {
      const step = readDecimal(below.threshold, 2);
      must(step === null || threshold > step, "threshold", "thresholdTooLow");
    }
    const pays = readDecimal(draft.pays, 2);
    must(pays !== null && pays >= 1 && pays <= 10_000, "pays", "paysInvalid");
    const paysBelow = below ? readDecimal(below.pays, 2) : null;
    if (pays !== null && paysBelow !== null) must(pays <= paysBelow, "pays", "paysWorse");
    const multiplier = readDecimal(draft.multiplier, 2);
    must(multiplier !== null && multiplier <= 1000, "multiplier", "multiplierInvalid");
    return faults;
  });
}

/** The rungs that sound drafts stand for. */
export function rungsOf(drafts: readonly RungDraft[]): EditedRung[] {
  return drafts.map((draft) => ({
    code: draft.code,
    name: trimmed(draft.name),
    thresholdMinor: readDecimal(draft.threshold, 2) ?? 0,
    discountRateBps: readDecimal(draft.pays, 2) ?? 0,
    multiplierPct: readDecimal(draft.multiplier, 2) ?? 0,
    benefits: draft.benefits,
  }));
}
