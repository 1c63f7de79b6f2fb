import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import { Seal } from "@/ui/seal";
import { tierCause } from "../schema";
import { sealTextFor } from "./seal-text";
import { VersionLink } from "./version-link";

interface Named {
  code: string;
  name: string;
}

interface TierChange {
  from: Named | null;
  to: Named;
  cause: string;
  actor: string;
  reason: string | null;
  programVersion: string | number;
  createdAt: string;
}

/** One step up or down the ladder: from, to, why, who, under which rules. */
export function TierChangeRow({ change }: { change: TierChange }) {
  const t = useTranslations("tiers.history");
  const format = useFormats();
  const cause = tierCause.options.find((known) => known === change.cause);
  const facts = [
    format.dateTime(change.createdAt),
    cause ? t(`causes.${cause}`) : change.cause,
    ...(change.reason ? [change.reason] : []),
    change.actor,
  ];
  const version = String(change.programVersion);
  return (
    <li className="flex items-center gap-4 border-line border-b py-3.5 first:pt-0 last:border-0">
      <Seal text={sealTextFor(change.to)} />
      <div className="min-w-0">
        <p className="font-medium">
          {change.from
            ? t("change", { from: change.from.name, to: change.to.name })
            : t("first", { to: change.to.name })}
        </p>
        <p className="tabular text-ink-faint text-sm">
          {facts.join(" · ")} ·{" "}
          <VersionLink version={version}>{t("version", { version })}</VersionLink>
        </p>
      </div>
    </li>
  );
}
