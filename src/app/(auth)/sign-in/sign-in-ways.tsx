"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { SegmentedControl } from "@/ui/segmented-control";
import { Skeleton } from "@/ui/skeleton";
import type { Channel } from "../use-code-words";
import { SignInForm } from "./sign-in-form";

// Most sign in by password, and what the other way needs is half of the page.
const CodeSignIn = lazy(async () => ({ default: (await import("./code-sign-in")).CodeSignIn }));

interface SignInWaysProps {
  /** By which codes can be sent; by none there is the password alone. */
  channels: readonly Channel[];
  textsTo: readonly string[];
  comeBackTo: string;
}

export function SignInWays({ channels, textsTo, comeBackTo }: SignInWaysProps) {
  const t = useTranslations("accounts.signIn");
  const [way, setWay] = useState<"password" | "code">("password");
  if (channels.length === 0) return <SignInForm comeBackTo={comeBackTo} />;
  return (
    <div className="space-y-6">
      <SegmentedControl
        label={t("way")}
        value={way}
        options={[
          { value: "password", label: t("byPassword") },
          { value: "code", label: t("byCode") },
        ]}
        onChange={setWay}
      />
      {way === "password" ? (
        <SignInForm comeBackTo={comeBackTo} />
      ) : (
        <Suspense fallback={<Skeleton className="h-36" />}>
          <CodeSignIn channels={channels} textsTo={textsTo} comeBackTo={comeBackTo} />
        </Suspense>
      )}
    </div>
  );
}
