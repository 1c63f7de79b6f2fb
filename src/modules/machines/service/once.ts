import { randomUUID } from "node:crypto";
import type { Locale } from "@/i18n/config";
import { businessNow } from "@/platform/clock";
import { reader } from "@/platform/db";
import { jobOrigin } from "@/platform/jobs";
import type { Ask } from "@/platform/trpc";
import { memory } from "@/platform/view";
import { type Progress, type Searched, STEPS_MAX, search } from "../rules/search";
import { gathered } from "./gather";
import { asKept, shownNotes, shownSequence } from "./told";

const BUDGET_MS = 60_000;

/** Looks for machines in the program as it is, without leaving anything behind. */
export async function lookForMachines({ stepsMax = STEPS_MAX } = {}) {
  const { caller, now } = jobOrigin(businessNow());
  const ask: Ask = {
    ...{ db: reader, ...memory(), now, caller },
    ...{ requestId: randomUUID(), locale: "en" },
  };
  const subject = await gathered(ask);
  const { depth, looked, machine, debt } = searchedFor(search(subject, stepsMax), BUDGET_MS);
  const found = { machine: machine && asKept(machine), debt: debt && asKept(debt) };
  const inWords = (locale: Locale) => ({
    machine: found.machine && shownSequence(locale, subject, found.machine),
    notes: shownNotes(locale, subject, found),
  });
  return { depth, looked, told: { "zh-CN": inWords("zh-CN"), en: inWords("en") } };
}

function searchedFor(walk: Generator<Progress, Searched>, budgetMs: number): Searched {
  const until = performance.now() + budgetMs;
  for (;;) {
    const { done, value } = walk.next();
    if (done) return value;
    if (performance.now() > until) return { ...value, machine: null };
  }
}
