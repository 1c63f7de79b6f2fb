"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { failureOf, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";

interface ExportButtonProps {
  from: { versionId: string } | { draftId: string };
  name: string;
}

/** A program as a file. */
export function ExportButton({ from, name }: ExportButtonProps) {
  const t = useTranslations("draftDesk.acts");
  const client = useTRPCClient();
  const load = useMutation({
    mutationFn: () => client.drafts.document.query(from),
    onSuccess: (document_) => {
      const text = JSON.stringify(document_, null, 2);
      const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = `${name}.json`;
      link.click();
      // Some browsers start the download a moment later.
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
    onError: (error: unknown) => showToast("bad", failureOf(error).detail ?? t("failed")),
  });
  return (
    <Button size="sm" pending={load.isPending} onClick={() => load.mutate()}>
      {t("export")}
    </Button>
  );
}
