"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Panel } from "@/ui/panel";
import { showToast } from "@/ui/toast-store";
import { ChangeDialog } from "./change-dialog";
import { CreateOperatorDialog, type FirstPassword } from "./create-operator-dialog";
import { FirstPasswordDialog } from "./first-password-dialog";
import type { Change, Operator } from "./operator";
import { operatorsInput } from "./operators-query";
import { OperatorsTable } from "./operators-table";

type Open =
  | { create: true }
  | { first: FirstPassword }
  | { operator: Operator; change: Change }
  | null;

/** Who works in the console, and what can be changed about them: one dialog at a time. */
export function OperatorsDesk() {
  const t = useTranslations("access.operators");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const query = useInfiniteQuery(
    pagedOptions(trpc.access.operators.infiniteQueryKey(operatorsInput), (cursor) =>
      client.access.operators.query({ ...operatorsInput, ...cursor }),
    ),
  );

  function done(words: string, first?: FirstPassword): void {
    setOpen(first ? { first } : null);
    showToast("good", words);
    void queryClient.invalidateQueries({ queryKey: trpc.access.operators.pathKey() });
  }

  return (
    <>
      <div className="mb-4">
        <Button size="sm" variant="primary" onClick={() => setOpen({ create: true })}>
          <Plus aria-hidden="true" className="size-4" />
          {t("create")}
        </Button>
      </div>
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
          {(operators) => (
            <OperatorsTable
              operators={operators}
              onChange={(operator, change) => setOpen({ operator, change })}
            />
          )}
        </PagedList>
      </Panel>
      {open && "create" in open ? (
        <CreateOperatorDialog onClose={() => setOpen(null)} onDone={done} />
      ) : null}
      {open && "first" in open ? (
        <FirstPasswordDialog {...open.first} onClose={() => setOpen(null)} />
      ) : null}
      {open && "operator" in open ? (
        <ChangeDialog {...open} onClose={() => setOpen(null)} onDone={done} />
      ) : null}
    </>
  );
}
