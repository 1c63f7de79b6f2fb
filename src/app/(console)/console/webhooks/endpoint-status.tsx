import { useTranslations } from "next-intl";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";

export type Endpoint = Outputs["webhooks"]["endpoint"];

const tones = {
  ACTIVE: "good",
  RETRYING: "warn",
  BY_HAND: "neutral",
  FAILING: "seal",
  GONE: "seal",
} as const;

/** How it stands with a receiver, in one word. */
export function stateOf(endpoint: Endpoint): keyof typeof tones {
  if (endpoint.status === "PAUSED") return endpoint.pauseReason ?? "BY_HAND";
  return endpoint.failures > 0 ? "RETRYING" : "ACTIVE";
}

export function EndpointBadge({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations("webhooks.statuses");
  const state = stateOf(endpoint);
  return <Badge tone={tones[state]}>{t(state)}</Badge>;
}

/** Where counting stops. */
const countedMax = 10_000;

export function useCount() {
  const t = useTranslations("webhooks");
  return (count: number): string =>
    count >= countedMax ? t("countedMany") : t("counted", { count });
}

export function useTypeWords() {
  const t = useTranslations("webhooks");
  return (types: readonly string[] | null): string =>
    types === null ? t("allTypes") : t("typeCount", { count: types.length });
}
