import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";
import { GlyphTile } from "@/ui/glyph-tile";
import { PageLink } from "@/ui/page-link";
import { PanelSection } from "@/ui/panel";
import { Welcomed } from "./welcomed";

type Step = Outputs["earning"]["firstSteps"]["items"][number];

interface FirstStepsProps {
  steps: readonly Step[];
  /** Seen for the first time. */
  isWelcome: boolean;
}

const WAYS = { CHECKIN: "#check-in", BIRTHDAY: "/membership/profile", ORDER: null };

/** What a newcomer does first, with what each step pays; it goes once all of it is done. */
export function FirstSteps({ steps, isWelcome }: FirstStepsProps) {
  const t = useTranslations("earning.firstSteps");
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <PanelSection
      id="first-steps"
      title={isWelcome ? t("welcome") : t("title")}
      aside={<span className="tabular">{t("progress", { done, all: steps.length })}</span>}
    >
      {isWelcome ? <Welcomed /> : null}
      <ol className="space-y-3">
        {steps.map((step, at) => (
          <StepRow key={step.step} step={step} number={at + 1} />
        ))}
      </ol>
    </PanelSection>
  );
}

function StepRow({ step: { step, points, isDone }, number }: { step: Step; number: number }) {
  const t = useTranslations("earning.firstSteps");
  const way = isDone ? null : WAYS[step];
  return (
    <li className="flex items-center gap-3">
      <GlyphTile glyph={`${number}`} muted={isDone} />
      <div className="min-w-0 grow">
        <p className="font-medium">{t(`step.${step}`)}</p>
        <p className="text-ink-soft text-sm">{t(`pays.${step}`, { points: `${points}` })}</p>
      </div>
      {isDone ? (
        <span className="flex shrink-0 items-center gap-1 text-good text-sm">
          <Check aria-hidden="true" className="size-3.5" strokeWidth={2.5} />
          {t("done")}
        </span>
      ) : null}
      {way && step !== "ORDER" ? (
        <PageLink
          href={way}
          className="touch shrink-0 rounded-sm text-seal-ink text-sm underline underline-offset-4"
        >
          {t(`go.${step}`)}
        </PageLink>
      ) : null}
    </li>
  );
}
