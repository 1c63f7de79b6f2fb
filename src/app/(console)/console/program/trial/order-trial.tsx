"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useState } from "react";
import type { z } from "zod";
import type { trialInput } from "@/modules/purchases/schema/trial";
import { failureOf, LONG, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { CartFields } from "./cart-fields";
import { cartOf, EMPTY_CART } from "./trial-cart";
import { TrialResult } from "./trial-result";

type Input = z.input<typeof trialInput>;
/** Which rules are tried: a version's, or an edit. */
export type TriedRules = Pick<Input, "versionId" | "ladder" | "rules" | "benefitsOf">;

interface OrderTrialProps {
  /** Null while nobody is named. */
  who: Pick<Input, "memberId" | "memberCode"> | null;
  rules: TriedRules;
  /** Above the order. */
  children?: ReactNode;
}

/** An order that is not there, by the rules in force and by others. */
export function OrderTrial({ who, rules, children }: OrderTrialProps) {
  const t = useTranslations("program.trial");
  const client = useTRPCClient();
  const [draft, setDraft] = useState(EMPTY_CART);
  const cart = cartOf(draft);
  // Asked for by hand: wrong codes are counted.
  const trial = useMutation({
    mutationFn: (input: Input) => client.orders.trial.query(input, LONG),
  });
  const asked = who && cart ? { ...who, ...rules, ...cart } : null;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (asked && !trial.isPending) trial.mutate(asked);
  };
  const isShown = trial.data && JSON.stringify(trial.variables) === JSON.stringify(asked);
  return (
    <form onSubmit={send} noValidate>
      {children}
      <CartFields draft={draft} onChange={setDraft} />
      <Button type="submit" className="mt-4" pending={trial.isPending} disabled={asked === null}>
        {t("try")}
      </Button>
      {trial.error ? (
        <p role="alert" className="mt-3 text-seal-ink text-sm">
          {failureOf(trial.error).detail ?? t("failed")}
        </p>
      ) : null}
      <div aria-live="polite">
        {isShown && trial.data ? <TrialResult trial={trial.data} /> : null}
      </div>
    </form>
  );
}
