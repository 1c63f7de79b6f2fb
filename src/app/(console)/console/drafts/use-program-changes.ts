import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { textIn } from "@/platform/texts";
import { useBenefitChanges } from "../benefits/use-benefit-changes";
import type { Change } from "../program/change";
import { useRuleWords } from "../program/use-rule-words";
import { useLadderWords } from "../tiers/use-ladder-words";
import type { Content } from "./draft";

/** What is different between two programs, in words. */
export function useProgramChanges() {
  const t = useTranslations("draftDesk");
  const tProgram = useTranslations("program");
  const format = useFormats();
  const ruleWords = useRuleWords();
  const benefitChanges = useBenefitChanges();
  const names = new Map<string, string>();
  const ladderWords = useLadderWords((id) => names.get(id) ?? id);

  return (before: Content, after: Content): Change[] => {
    for (const { id, name } of [...before.rules.benefits, ...after.rules.benefits]) {
      names.set(id, textIn(name, format.locale));
    }
    const [was, is] = [before.rules.autoEnrol, after.rules.autoEnrol].map((on) =>
      tProgram(on ? "on" : "off"),
    );
    const enrol =
      was === is ? [] : [{ key: "autoEnrol", label: t("autoEnrol"), before: was, after: is }];
    const nameOf = (code: string) => {
      const tier = [...after.tiers, ...before.tiers].find((one) => one.code === code);
      return tier ? ladderWords.nameOf(tier) : code;
    };
    const moves = after.removed
      .filter(({ code, moveTo }) =>
        before.removed.every((one) => one.code !== code || one.moveTo !== moveTo),
      )
      .map(({ code, moveTo }) => ({
        key: `removed.${code}`,
        label: t("membersOf", { tier: nameOf(code) }),
        before: nameOf(code),
        after: nameOf(moveTo),
      }));
    return [
      ...ladderWords.changes(before.tiers, after.tiers),
      ...moves,
      ...ruleWords.changes(before.rules, after.rules),
      ...enrol,
      ...benefitChanges(before.rules.benefits, after.rules.benefits),
    ] as Change[];
  };
}
