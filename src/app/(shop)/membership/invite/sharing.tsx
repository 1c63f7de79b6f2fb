import { useTranslations } from "next-intl";
import type { ShopBrand } from "@/app/shell/shop-brand";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { shadesOf } from "@/ui/palette";
import { PanelSection } from "@/ui/panel";
import { Poster } from "./poster";
import { ShareActions } from "./share-actions";
import { gainOf } from "./terms";

interface SharingProps {
  invitations: Outputs["earning"]["invitations"];
  brand: ShopBrand;
}

const POSTER = "invite-poster";
/** As globals.css has it in the light. */
const OWN_SEAL = { seal: "#b3322b", on: "#fffaf3" };

/** The poster, and the ways to hand the link on. */
export function Sharing({ invitations, brand }: SharingProps) {
  const t = useTranslations("inviting");
  const { inviteCode, link, shownName } = invitations;
  const shades = brand.accent === null ? OWN_SEAL : shadesOf(brand.accent).light;
  const words = {
    shop: brand.title,
    seal: brand.seal,
    by: t("poster.by", { name: shownName ?? "none" }),
    gain: t("poster.gain", gainOf(invitations, useFormats())),
    scan: t("poster.scan"),
    alt: t("poster.alt", { code: inviteCode }),
  };
  return (
    <PanelSection id="poster" title={t("poster.title")}>
      <Poster id={POSTER} link={link} code={inviteCode} words={words} shades={shades} />
      <ShareActions
        link={link}
        code={inviteCode}
        posterId={POSTER}
        words={{
          share: t("share"),
          shareText: t("shareText", { shop: brand.title }),
          copyLink: t("copyLink"),
          copyCode: t("copyCode"),
          copied: t("copied"),
          copyFailed: t("copyFailed"),
          save: t("poster.save"),
          saveFailed: t("poster.saveFailed"),
        }}
      />
    </PanelSection>
  );
}
