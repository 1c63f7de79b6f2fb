import type { Ask } from "@/platform/trpc";
import { worthMinor } from "../../points/rules/order-figures";
import { versionOf } from "../../program/service";
import { draftOf, requirePreview } from "../../tiers/service/preview";
import type { TrialFigures } from "../rules/trial-figures";
import * as store from "../store/previews";
import { trialSince } from "./trial-facts";

/** What orders would bring under an edit, as far as it is worked out. @throws DomainError NOT_FOUND */
export async function viewOrderPreview(ask: Ask, previewId: number) {
  const preview = await requirePreview(ask, previewId);
  const [row, draft, inForce] = await Promise.all([
    store.find(ask.db, previewId),
    draftOf(ask.db, previewId),
    versionOf(ask.db, preview.versionId),
  ]);
  const { timeZone } = inForce;
  const of = preview.lastMemberId;
  const about = { previewId, since: trialSince(preview.asOf, timeZone), until: preview.asOf };
  if (!row || !draft) {
    const status = row || preview.status === "FAILED" ? ("FAILED" as const) : ("WAITING" as const);
    return { ...about, status, progress: { done: 0, of }, figures: null };
  }
  const done = Math.min(row.nextMemberId - 1, of);
  const figures =
    row.status === "DONE"
      ? shown(JSON.parse(row.figures) as TrialFigures, {
          inForce: inForce.rules.redeem.pointsPerYuanOff,
          draft: draft.program.rules.redeem.pointsPerYuanOff,
        })
      : null;
  return { ...about, status: row.status, progress: { done, of }, figures };
}

function shown(
  { tiers, outstanding, beyond: _, ...figures }: TrialFigures,
  rates: { inForce: number; draft: number },
) {
  const { inForce, draft } = figures;
  return {
    ...figures,
    inForce: { ...inForce, worthMinor: worthMinor(inForce.points, rates.inForce) },
    draft: { ...draft, worthMinor: worthMinor(draft.points, rates.draft) },
    liability: {
      points: outstanding,
      inForceMinor: worthMinor(outstanding, rates.inForce),
      draftMinor: worthMinor(outstanding, rates.draft),
    },
    tiers: Object.entries(tiers).map(([code, both]) => ({ code, ...both })),
  };
}
