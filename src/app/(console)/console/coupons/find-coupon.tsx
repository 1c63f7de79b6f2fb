"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormats } from "@/i18n/use-formats";
import { useCouponWords } from "@/modules/coupons/components/use-coupon-words";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { PageLink } from "@/ui/page-link";
import { showToast } from "@/ui/toast-store";
import { ReasonDialog } from "../reason-dialog";

type Found = Outputs["coupons"]["get"];

/** A coupon by the code that a customer shows: whose it is, what became of it, and an end to it. */
export function FindCoupon() {
  const t = useTranslations("couponDesk.find");
  const client = useTRPCClient();
  const [typed, setTyped] = useState("");
  const find = useMutation({
    mutationFn: (code: string) => client.coupons.get.query({ code }),
  });
  return (
    <>
      <form
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") find.mutate(typed);
        }}
      >
        <Field
          label={t("label")}
          hint={t("hint")}
          error={find.isError ? (failureOf(find.error).detail ?? t("failed")) : undefined}
          className="min-w-64 grow"
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" pending={find.isPending} className="sm:mt-6.5">
          <Search aria-hidden="true" className="size-4" />
          {t("submit")}
        </Button>
      </form>
      {find.data ? <FoundCoupon coupon={find.data} onVoided={() => find.mutate(typed)} /> : null}
    </>
  );
}

function FoundCoupon({ coupon, onVoided }: { coupon: Found; onVoided: () => void }) {
  const t = useTranslations("couponDesk.find");
  const format = useFormats();
  const words = useCouponWords();
  const [asking, setAsking] = useState(false);
  const isLiving = coupon.state !== "VOIDED";
  return (
    <div className="mt-4 border-line border-t pt-4" aria-live="polite">
      <div className="flex flex-wrap items-center gap-3">
        <p className="font-medium">{coupon.name}</p>
        <Badge tone={coupon.state === "ACTIVE" && coupon.enabled ? "good" : "neutral"}>
          {coupon.enabled ? words.state(coupon.state) : t("disabled")}
        </Badge>
        <code className="tabular text-sm">{coupon.code}</code>
      </div>
      <p className="text-ink-soft text-sm">
        {[words.effect(coupon.terms), words.validity(coupon)].filter(Boolean).join(" · ")}
      </p>
      <p className="text-ink-soft text-sm">
        {coupon.memberId === null ? (
          t("anybody")
        ) : (
          <PageLink href={`/console/members/${coupon.memberId}`} className="underline">
            {t("member", { memberId: coupon.memberId })}
          </PageLink>
        )}
        {" · "}
        {t("usesLeft", { count: coupon.usesLeft })}
      </p>
      {coupon.uses.length > 0 ? (
        <ul className="tabular mt-2 text-sm">
          {coupon.uses.map((use) => (
            <li key={use.useId}>
              {t("use", {
                date: format.dateTime(use.createdAt),
                order: use.orderId,
                amount: format.money(use.discountMinor),
                status: t(`statuses.${use.status}`),
              })}
            </li>
          ))}
        </ul>
      ) : null}
      {isLiving ? (
        <Button size="sm" variant="quiet" className="mt-3" onClick={() => setAsking(true)}>
          {t("void")}
        </Button>
      ) : null}
      {asking ? (
        <VoidDialog
          coupon={coupon}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onVoided();
          }}
        />
      ) : null}
    </div>
  );
}

interface VoidDialogProps {
  coupon: Found;
  onClose: () => void;
  onDone: () => void;
}

function VoidDialog({ coupon, onClose, onDone }: VoidDialogProps) {
  const t = useTranslations("couponDesk.find");
  const tDesk = useTranslations("couponDesk");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const act = useMutation(
    trpc.coupons.void.mutationOptions({
      onSuccess: async () => {
        showToast("good", t("voided"));
        onDone();
        await queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <ReasonDialog
      title={t("voidTitle", { coupon: coupon.name })}
      description={t("voidText")}
      submit={t("void")}
      submitting={tDesk("submitting")}
      destructive
      act={act}
      onReason={(reason) => act.mutate({ couponId: coupon.couponId, reason })}
      onClose={onClose}
    />
  );
}
