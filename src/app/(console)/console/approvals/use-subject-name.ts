import { useTranslations } from "next-intl";
import { approvalKind } from "@/modules/access/schema/approvals";
import type { Approval } from "./approval";

/** What a request is about, by name: of a policy the act that it is of. */
export function useSubjectName() {
  const t = useTranslations("approvals.kinds");
  return ({ subject }: Approval): string | null => {
    if (subject?.type !== "policy") return subject?.name ?? null;
    const act = approvalKind.safeParse(subject.id);
    return act.success ? t(act.data) : subject.name;
  };
}
