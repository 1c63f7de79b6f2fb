"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { failureOf, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { enter } from "../enter";
import { FailureLine } from "../failure-line";

/** The way in by a key of one's device; not offered where the browser knows none. */
export function PasskeyButton({ comeBackTo }: { comeBackTo: string }) {
  const t = useTranslations("accounts.passkeys");
  const client = useTRPCClient();
  const [isKnown, setKnown] = useState(false);
  useEffect(() => setKnown(typeof window.PublicKeyCredential === "function"), []);
  const signIn = useMutation({
    mutationFn: async () => {
      const { startAuthentication } = await import("@simplewebauthn/browser");
      const { ticket, options } = await client.identity.beginPasskeySignIn.query({});
      const answer = await startAuthentication({ optionsJSON: JSON.parse(options) });
      const response = JSON.stringify(answer);
      const { pass } = await client.identity.signInByPasskey.mutate({ ticket, response });
      if (!(await enter(pass, comeBackTo))) throw new Error("the pass opened nothing");
    },
  });
  const isPending = signIn.isPending || signIn.isSuccess;
  const { code, detail } = failureOf(signIn.error);
  const said = code === "VALIDATION_FAILED" ? t("refused") : (detail ?? t("failed"));
  // Its place is kept meanwhile: what stands below must not move from under a finger.
  return (
    <div className={isKnown ? "mt-5 space-y-3" : "invisible mt-5 space-y-3"}>
      <Button className="w-full" pending={isPending} onClick={() => signIn.mutate()}>
        {isPending ? t("signingIn") : t("signIn")}
      </Button>
      <FailureLine text={signIn.error ? said : undefined} />
    </div>
  );
}
