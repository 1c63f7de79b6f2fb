"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";
import { forgetEverything } from "@/ui/device-memory";
import { showToast } from "@/ui/toast-store";
import { askToLeave } from "@/ui/unsaved-work";

export function SignOutButton() {
  const t = useTranslations("common.menu");
  const [pending, setPending] = useState(false);

  async function leave(): Promise<void> {
    if (!(await askToLeave())) return;
    setPending(true);
    forgetEverything();
    try {
      // Loaded when it is needed: most visits never sign out.
      const { signOut } = await import("next-auth/react");
      await signOut({ redirect: false });
      window.location.assign("/sign-in");
    } catch {
      setPending(false);
      showToast("bad", t("signOutFailed"));
    }
  }

  return (
    <Button size="sm" className="w-full" pending={pending} onClick={leave}>
      {pending ? t("signingOut") : t("signOut")}
    </Button>
  );
}
