import { useTranslations } from "next-intl";
import { useFormats } from "@/i18n/use-formats";
import type { Outputs } from "@/trpc/client";
import { Badge } from "@/ui/badge";

type Brief = Outputs["drafts"]["list"]["items"][number];
const tones = {
  OPEN: "neutral",
  SCHEDULED: "seal",
  PARKED: "warn",
  PUBLISHED: "good",
  DISCARDED: "neutral",
} as const;

/** How far a draft is: of a scheduled one, when. */
export function DraftStatus({
  draft,
}: {
  draft: Pick<Brief, "status" | "publishAt" | "publishedVersionId">;
}) {
  const t = useTranslations("draftDesk.status");
  const format = useFormats();
  const { status, publishAt, publishedVersionId } = draft;
  const time = publishAt ? format.dateTime(publishAt) : "";
  return (
    <Badge tone={tones[status]}>{t(status, { time, version: publishedVersionId ?? "" })}</Badge>
  );
}
