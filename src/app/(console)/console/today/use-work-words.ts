import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { approvalKind } from "@/modules/access/schema/approvals";
import { ledgerState, type WorkKind } from "@/modules/worklist/schema";
import { useJobWords } from "../system/use-job-words";
import type { Work } from "./use-work";

type Item = Work["worst"][number];

/** The list that has all of a kind, as the address filters it; null where there is none. */
const LISTS: Record<WorkKind, string | null> = {
  APPROVALS: "/console/approvals?for=me",
  PARCELS: "/console/fulfilment",
  JOBS: "/console/system",
  LEDGER: "/console/system",
  ENDPOINTS: "/console/webhooks",
  REFUSED: null,
  PARKED: null,
  STOCK: "/console/rewards?stock=low",
  ENDING: "/console/activities?attention=ENDING",
  BUDGETS: "/console/activities?attention=BUDGETS",
  UNPUBLISHED: "/console/drafts",
  SCHEDULED: "/console/drafts",
};

export const listOf = (kind: WorkKind) => LISTS[kind];

/** The page of one; null where the list is the place. */
export function pageOf(kind: WorkKind, { id, memberId }: Item): string | null {
  switch (kind) {
    case "ENDPOINTS":
      return `/console/webhooks/${id}`;
    case "ENDING":
    case "BUDGETS":
      return `/console/activities/${id}`;
    case "UNPUBLISHED":
    case "SCHEDULED":
      return `/console/drafts/${id}`;
    case "REFUSED":
    case "PARKED":
      return memberId === null ? null : `/console/members/${memberId}?tab=orders`;
    default:
      return null;
  }
}

/** What is to be looked at, in words: what it is called, and why. */
export function useWorkWords() {
  const t = useTranslations("worklist");
  const tKinds = useTranslations("approvals.kinds");
  const format = useFormats();
  const jobs = useJobWords();

  function name(kind: WorkKind, item: Item): string {
    const text = item.name ?? item.id;
    switch (kind) {
      case "APPROVALS": {
        const known = approvalKind.safeParse(text);
        return known.success ? tKinds(known.data) : text;
      }
      case "JOBS":
        return jobs.name(text);
      case "LEDGER":
        return t(`ledger.${ledgerState.parse(text)}`);
      case "ENDPOINTS":
        return URL.canParse(text) ? new URL(text).host : text;
      case "REFUSED":
      case "PARKED":
        return t("order", { order: text });
      default:
        return text;
    }
  }

  /** Since when, until when, how many: what makes it the one to begin with. */
  function detail(kind: WorkKind, { at, figure, outOf }: Item): string {
    const values = {
      ago: at === null ? "" : format.ago(at),
      time: at === null ? "" : format.dateTimeShort(at),
      count: figure === null ? "" : format.points(figure),
      all: outOf === null ? "" : format.points(outOf),
    };
    switch (kind) {
      case "APPROVALS":
        return figure === null
          ? t("details.APPROVALS", values)
          : t("details.worth", { ...values, worth: format.money(figure) });
      case "PARCELS":
        return figure === 1 ? t("details.PARCELS", values) : t("details.parcelsMany", values);
      case "LEDGER":
        if (at === null) return "";
        return figure !== null && outOf !== null && figure < outOf
          ? t("details.ledgerPart", values)
          : t("details.LEDGER", values);
      case "STOCK":
        return figure === 0 ? t("details.soldOut") : t("details.STOCK", values);
      default:
        return t(`details.${kind}`, values);
    }
  }

  return { kind: (kind: WorkKind) => t(`kinds.${kind}`), name, detail };
}
