import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { useTRPC } from "@/trpc/client";
import { type RulePath, rulePaths, unitOf } from "../program/rule-fields";
import { useRuleWords } from "../program/use-rule-words";
import { partOf } from "./part";

interface Words {
  label: string;
  textOf: (value: string) => string;
}

const NOTHING = "–";

/** What a version changes, leaf by leaf, in words where its pages have words for it. */
export function usePartWords(isShown: boolean) {
  const t = useTranslations("program.ladder");
  const trpc = useTRPC();
  const format = useFormats();
  const rules = useRuleWords();
  const { price } = useTierWords();
  const tiers = useQuery({ ...trpc.tiers.list.queryOptions({}), enabled: isShown });

  const ladder: Record<string, [field: "threshold" | "pays" | "multiplier", Words["textOf"]]> = {
    thresholdMinor: ["threshold", (value) => format.moneyShort(Number(value))],
    discountRateBps: ["pays", (value) => price(Number(value))],
    multiplierPct: ["multiplier", (value) => `×${format.multiplier(Number(value))}`],
  };

  function ofRung(code: string, name: string): Words | null {
    const [field, textOf] = ladder[name] ?? [];
    if (!field || !textOf) return null;
    const tier = tiers.data?.items.find((one) => one.code === code)?.name ?? code;
    return { label: t("changed", { tier, field: t(`fields.${field}`) }), textOf };
  }

  function ofRule(path: string): Words | null {
    const known = rulePaths.find((one) => one === path);
    if (!known) return null;
    const textOf = (value: string) => rules.textOf(known, readValue(known, value));
    return { label: rules.label(known), textOf };
  }

  function wordsFor(path: string): Words | null {
    const [root = "", code = "", name = "", ...more] = path.split(".");
    if (root === "ladder") return more.length === 0 ? ofRung(code, name) : null;
    return ofRule(path.replace(/^rules\./, ""));
  }

  return (change: { before: string | null; after: string | null }) => {
    const { path, before, after } = partOf(change);
    const words = wordsFor(path);
    const textOf = (value: string) => (value === NOTHING || !words ? value : words.textOf(value));
    return { label: words?.label ?? path, before: textOf(before), after: textOf(after) };
  };
}

function readValue(path: RulePath, value: string): number | boolean | string {
  const unit = unitOf(path);
  if (unit === "toggle") return value === "true";
  return unit === "period" ? value : Number(value);
}
