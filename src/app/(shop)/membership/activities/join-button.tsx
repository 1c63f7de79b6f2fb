"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { useFormats } from "@/i18n/use-formats";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";

interface JoinButtonProps {
  activityId: string;
  title: string;
}

const awardIn = (points: number, coupons: number) =>
  coupons === 0 ? "points" : points === 0 ? "coupon" : "both";

export function JoinButton({ activityId, title }: JoinButtonProps) {
  const t = useTranslations("activities");
  const format = useFormats();
  const router = useRouter();
  // Pending until the page around the button says that it is joined.
  const [isRefreshing, startRefresh] = useTransition();
  const join = useAct({
    act: (_: undefined) => act("activities", "join", { activityId }),
    onSuccess: ({ pointsAwarded, couponIds }) =>
      showToast(
        "good",
        pointsAwarded + couponIds.length > 0
          ? t("joinedWithAward", {
              award: awardIn(pointsAwarded, couponIds.length),
              points: format.points(pointsAwarded),
            })
          : t("joinedText", { title }),
      ),
    onFailed: ({ detail }) => showToast("bad", detail ?? t("joinFailed")),
    onSettled: () => startRefresh(() => router.refresh()),
  });
  const pending = join.isPending || isRefreshing;
  return (
    <Button variant="primary" size="sm" pending={pending} onClick={() => join.carryOut(undefined)}>
      {pending ? t("joining") : t("join")}
      <span className="sr-only">{title}</span>
    </Button>
  );
}
