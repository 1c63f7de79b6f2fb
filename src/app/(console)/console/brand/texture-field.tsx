"use client";

import { useTranslations } from "next-intl";
import { type CardTexture, cardTexture } from "@/modules/brand/schema";
import { SegmentedControl } from "@/ui/segmented-control";

interface TextureFieldProps {
  texture: CardTexture;
  onChange: (texture: CardTexture) => void;
}

/** What is printed over the materials of cards; the preview beside it shows it. */
export function TextureField({ texture, onChange }: TextureFieldProps) {
  const t = useTranslations("brandDesk");
  return (
    <SegmentedControl
      label={t("texture")}
      value={texture}
      options={cardTexture.options.map((value) => ({ value, label: t(`textures.${value}`) }))}
      onChange={onChange}
    />
  );
}
