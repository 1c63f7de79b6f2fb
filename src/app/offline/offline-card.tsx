"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { type Pocket, type PocketCodes, readPocket } from "@/app/shell/pocket/pocket";
import { useCodeOfNow } from "@/app/shell/pocket/use-code-of-now";
import { useFormats } from "@/i18n/use-formats";
import { MembershipCard } from "@/modules/members/components/membership-card";
import { ShownCode } from "@/modules/members/components/shown-code";
import { sealTextFor } from "@/modules/tiers/components/seal-text";
import { useTierWords } from "@/modules/tiers/components/use-tier-words";
import { Button } from "@/ui/button";
import { Panel, PanelSection } from "@/ui/panel";
import { QrCode } from "@/ui/qr-code";

const LOOK_MS = 5000;
const NO_CODES = { items: [], stepSeconds: 30, aheadMs: 0 };

/** The card as this device remembers it. Nothing of it comes with the page. */
export function OfflineCard() {
  const t = useTranslations("offline");
  const [kept, setKept] = useState<ReturnType<typeof readPocket>>(null);
  useEffect(() => {
    setKept(readPocket(new Date()));
    const look = () => void comeBackIfAnswered();
    const timer = setInterval(look, LOOK_MS);
    window.addEventListener("online", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", look);
    };
  }, []);
  return (
    <>
      <p className="mt-1 mb-6 text-ink-soft">{kept ? t("lead") : t("nothing")}</p>
      {kept ? <KeptCard {...kept} /> : null}
      <Button variant="primary" className="w-full" onClick={comeBack}>
        {t("retry")}
      </Button>
    </>
  );
}

/** A device says that it is connected before anything is reached. */
async function comeBackIfAnswered(): Promise<void> {
  if (!navigator.onLine || document.visibilityState !== "visible") return;
  const answer = await fetch("/sw.js", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer?.ok && window.location.pathname !== "/offline") comeBack();
}

/** The page that was asked for, or one's own where this one was. */
function comeBack(): void {
  if (window.location.pathname === "/offline") window.location.assign("/membership");
  else window.location.reload();
}

function KeptCard({ pocket, codes }: { pocket: Pocket; codes: PocketCodes | null }) {
  const t = useTranslations();
  const format = useFormats();
  const { perks } = useTierWords();
  const { tier, memberCode, nickname, points, nextTier } = pocket;
  const shown = useCodeOfNow({ ...(codes ?? NO_CODES), toldAt: 0 });
  return (
    <div className="mb-6 space-y-4">
      <MembershipCard
        label={t("membership.card.label", { tier: tier.name, code: memberCode })}
        brand={pocket.brand}
        tierRank={tier.rank}
        tierName={tier.name}
        sealText={sealTextFor(tier)}
        perks={perks(tier)}
        nickname={nickname}
        memberCode={memberCode}
        qr={
          <QrCode
            text={memberCode}
            label={t("membership.card.qrLabel", { code: memberCode })}
            className="block w-full"
          />
        }
      />
      <Panel>
        <p className="text-ink-soft text-sm">{t("offline.points")}</p>
        <p className="tabular font-semibold font-serif text-3xl">
          {format.points(points.available)}
        </p>
        <p className="mt-1 text-ink-soft text-sm">
          {[
            t("offline.worth", { amount: format.money(pocket.worthMinor) }),
            ...(points.pending > 0
              ? [t("offline.pending", { points: format.points(points.pending) })]
              : []),
          ].join(" · ")}
        </p>
        {nextTier ? (
          <p className="mt-3 border-line border-t pt-3 text-sm">
            {t("offline.nextTier", {
              amount: format.money(nextTier.gapMinor),
              tier: nextTier.name,
            })}
          </p>
        ) : null}
        <p className="mt-3 text-ink-faint text-sm">
          {t("offline.asOf", { time: format.dateTime(pocket.savedAt) })}
        </p>
      </Panel>
      <PanelSection id="code" title={t("offline.codeTitle")}>
        <ShownCode
          memberCode={memberCode}
          code={shown.code}
          secondsLeft={shown.secondsLeft}
          stepSeconds={shown.stepSeconds}
          offlineMinutes={shown.minutesLeft}
        />
      </PanelSection>
    </div>
  );
}
