import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";

export type ConsentShown = Outputs["profile"]["consents"]["items"][number];

/** What a consent is to, in the words of its version, and when and where it was given or withdrawn. */
export function ConsentHint({ consent: shown }: { consent: ConsentShown | undefined }) {
  const t = useTranslations("consents");
  const tProfile = useTranslations("profile");
  const format = useFormats();
  if (!shown) return null;
  const { consent, given, at, via, source, text } = shown;
  return (
    <>
      {text?.text ?? tProfile(`${consent}Hint`)}
      {at && via ? (
        <span className="tabular block text-ink-faint">
          {t(given ? "since" : "withdrawn", {
            time: format.dateTime(at),
            via: source ?? t(`via.${via}`),
          })}
        </span>
      ) : null}
    </>
  );
}
