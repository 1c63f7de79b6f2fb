"use client";

import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";

interface ProviderButtonProps {
  /** As the environment calls it. */
  provider: string;
  comeBackTo: string;
}

/** The way by the shop's own identity provider. */
export function ProviderButton({ provider, comeBackTo }: ProviderButtonProps) {
  const t = useTranslations("common.signIn");
  const [pending, setPending] = useState(false);

  async function leave(): Promise<void> {
    setPending(true);
    // On success the browser is already on its way there.
    await signIn("oidc", { callbackUrl: comeBackTo }).catch(() => setPending(false));
  }

  return (
    <>
      <p className="my-5 flex items-center gap-4 text-ink-faint text-sm before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {t("or")}
      </p>
      <Button className="w-full" pending={pending} onClick={leave}>
        {t("withProvider", { provider })}
      </Button>
    </>
  );
}
