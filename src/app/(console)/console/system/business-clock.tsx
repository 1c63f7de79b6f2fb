import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";

const sameMs = 60_000;

/** Says so when a test clock has moved business time; otherwise there is nothing to say. */
export function BusinessClock({ businessNow }: { businessNow: string }) {
  const t = useTranslations("system");
  const format = useFormats();
  if (Math.abs(Date.parse(businessNow) - format.now.getTime()) < sameMs) return null;
  return (
    <p className="flex gap-3 rounded-md bg-warn-soft px-4 py-3 text-sm text-warn">
      <Clock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {t("clock", {
        business: format.dateTime(businessNow),
        real: format.dateTime(format.now.toISOString()),
      })}
    </p>
  );
}
