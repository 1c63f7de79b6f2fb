import { useTranslations } from "next-intl";
import { Definition } from "@/ui/definition";

/** Figures whose meaning their name does not tell whole. */
export type DefinedFigure =
  | "members"
  | "active"
  | "flow"
  | "outstanding"
  | "ledger"
  | "pointsEarned"
  | "pointsRedeemed"
  | "pointsExpired"
  | "spendMinor"
  | "refundedMinor"
  | "enrolled"
  | "closed"
  | "tierFlow"
  | "expiring";

interface FigureDefinitionProps {
  figure: DefinedFigure;
  name: string;
}

/** What a figure counts, and on which day. */
export function FigureDefinition({ figure, name }: FigureDefinitionProps) {
  const t = useTranslations("overview.definitions");
  return <Definition label={t("of", { name })}>{t(`figures.${figure}`)}</Definition>;
}
