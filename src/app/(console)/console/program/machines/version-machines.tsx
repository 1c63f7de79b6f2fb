"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { type Outputs, useTRPC } from "@/trpc/client";
import { SkeletonRows } from "@/ui/skeleton";
import { MachineResult } from "./machine-result";

type Known = Outputs["machines"]["ofVersions"]["items"][number];

/** What a search found in a program like a version; all of it when somebody wants to know. */
export function VersionMachines({ known }: { known: Known }) {
  const t = useTranslations("program.machines");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const { searchId, depth, found } = known;
  const query = useQuery({ ...trpc.machines.search.queryOptions({ searchId }), enabled: open });
  return (
    <details className="mt-1" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary
        className={`w-fit rounded-sm text-sm underline decoration-line-strong underline-offset-4 ${
          found ? "text-seal-ink" : "text-ink-soft"
        }`}
      >
        {found ? t("versionFound") : t("versionNone", { depth })}
      </summary>
      <div className="mt-2 rounded-md bg-sunken px-4 py-2">
        {query.data ? (
          <MachineResult found={query.data} />
        ) : query.isError ? (
          <LoadFailed
            error={query.error}
            pending={query.isFetching}
            onRetry={() => query.refetch()}
          />
        ) : (
          <SkeletonRows rows={1} label={t("loading")} />
        )}
      </div>
    </details>
  );
}
