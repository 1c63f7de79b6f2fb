/** What readiness tries: whether anybody could change the ledger. */

import { journalAppendOnly } from "@/platform/journal/keeping";
import type { AppendOnly } from "@/platform/ledger-guard";
import { tierAppendOnly } from "../../tiers/service/history";
import { pointsAppendOnly } from "../store/append-only";

export const appendOnly: readonly AppendOnly[] = [
  ...pointsAppendOnly,
  tierAppendOnly,
  journalAppendOnly,
];
