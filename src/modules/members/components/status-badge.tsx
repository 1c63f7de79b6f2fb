import { useTranslations } from "next-intl";
import { Badge } from "@/ui/badge";

export type MemberStatus = "ACTIVE" | "FROZEN" | "CLOSED";

const tones = { ACTIVE: "good", FROZEN: "warn", CLOSED: "neutral" } as const;

export function StatusBadge({ status }: { status: MemberStatus }) {
  const t = useTranslations("console.statuses");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}
