"use client";

import { useTranslations } from "next-intl";
import { LogoPicture } from "@/app/shell/logo-picture";
import type { CardTexture } from "@/modules/brand/schema";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import type { Outputs } from "@/trpc/client";
import { buttonClass } from "@/ui/button-class";
import { schemeStyle } from "@/ui/palette";
import { Panel } from "@/ui/panel";
import { Seal } from "@/ui/seal";
import { isAccent, OWN_ACCENT } from "./accent";

interface BrandPreviewProps {
  name: string;
  seal: string;
  accent: string;
  texture: CardTexture;
  logo: string | null;
  tier: Outputs["tiers"]["list"]["items"][number] | null;
}

/** How customers will see it, light and dark, as it is typed. */
export function BrandPreview({ name, seal, accent, texture, logo, tier }: BrandPreviewProps) {
  const t = useTranslations("brandDesk");
  const tCommon = useTranslations("common");
  const { perks } = useTierWords();
  const shown = isAccent(accent) ? accent.trim().toLowerCase() : OWN_ACCENT;
  return (
    <section aria-labelledby="preview" className="space-y-4 xl:sticky xl:top-6">
      <h2 id="preview" className="text-lg">
        {t("preview.title")}
      </h2>
      {(["light", "dark"] as const).map((scheme) => (
        <div
          key={scheme}
          data-card-texture={texture}
          style={{ ...schemeStyle(scheme, shown), colorScheme: scheme }}
          className="rounded-lg bg-paper p-4 text-ink"
        >
          <p className="text-ink-soft text-sm">{t(`preview.${scheme}`)}</p>
          <p className="my-3 flex items-center gap-2.5 font-semibold font-serif text-lg">
            {logo ? (
              <LogoPicture logo={logo} size="sm" />
            ) : (
              <Seal text={[...seal.trim()].slice(0, 2).join("")} size="sm" className="-rotate-3" />
            )}
            {tCommon("brand", { name: name.trim() })}
          </p>
          {tier ? (
            <div aria-hidden="true">
              <MembershipCard
                label={tier.name}
                brand={tCommon("brandShort", { name: name.trim() })}
                tierRank={tier.rank}
                tierName={tier.name}
                sealText={sealTextFor(tier)}
                perks={perks(tier)}
                nickname={t("preview.nickname")}
                memberCode="M251105000123"
                qr={null}
              />
            </div>
          ) : null}
          <Panel className="mt-4">
            <div className="flex flex-wrap items-center gap-3">
              <span className={buttonClass("primary")}>{t("preview.button")}</span>
              <span className={buttonClass("secondary")}>{t("preview.other")}</span>
              <span className="text-seal-ink underline underline-offset-4">
                {t("preview.link")}
              </span>
              <span className="rounded-md border border-seal-line bg-seal-soft px-3 py-1.5 text-seal-ink text-sm">
                {t("preview.note")}
              </span>
            </div>
          </Panel>
        </div>
      ))}
    </section>
  );
}
