"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { failureOf, useTRPC } from "@/trpc/client";
import { showToast } from "@/ui/toast-store";

/**
 * Checks in for today. The seal comes down at once; should the server refuse, it is lifted again and
 * the reason said.
 */
export function useCheckIn() {
  const t = useTranslations("earning.checkIn");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const key = trpc.earning.checkIns.queryKey({});

  return useMutation(
    trpc.earning.checkIn.mutationOptions({
      onMutate: async () => {
        await queryClient.cancelQueries({ queryKey: key });
        const before = queryClient.getQueryData(key);
        queryClient.setQueryData(key, (now) => {
          if (!now || now.todayDone) return now;
          const streak = now.streak + 1;
          return {
            ...now,
            streak,
            days: [...now.days, now.today],
            todayDone: true,
            available: false,
            nextBonusIn: now.streakDays - (streak % now.streakDays),
          };
        });
        return { before };
      },
      // What it brought is said beside the seal; the figures around it come from the server.
      onSuccess: () => router.refresh(),
      onError: (error, _input, kept) => {
        if (kept?.before) queryClient.setQueryData(key, kept.before);
        showToast("bad", failureOf(error).detail ?? t("failed"));
      },
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.earning.pathKey() }),
    }),
  );
}
