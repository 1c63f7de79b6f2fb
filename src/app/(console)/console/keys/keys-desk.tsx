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
import { CreateKeyDialog } from "./create-key-dialog";
import { keysInput } from "./keys-query";
import { type Key, KeysTable } from "./keys-table";
import { RevokeDialog } from "./revoke-dialog";
import { SecretDialog } from "./secret-dialog";

type Open = { create: true } | { secret: string; waits: boolean } | { revoke: Key } | null;

/** The keys, and what can be done with them: one dialog at a time. */
export function KeysDesk() {
  const t = useTranslations("access.keys");
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const query = useInfiniteQuery(
    pagedOptions(trpc.access.keys.infiniteQueryKey(keysInput), (cursor) =>
      client.access.keys.query({ ...keysInput, ...cursor }),
    ),
  );
  const reload = () => void queryClient.invalidateQueries({ queryKey: trpc.access.keys.pathKey() });
  const create = (
    <Button size="sm" variant="primary" onClick={() => setOpen({ create: true })}>
      <Plus aria-hidden="true" className="size-4" />
      {t("create")}
    </Button>
  );
  return (
    <>
      <div className="mb-4">{create}</div>
      <Panel>
        <PagedList query={query} empty={<EmptyState title={t("empty")} hint={t("emptyHint")} />}>
          {(keys) => <KeysTable keys={keys} onRevoke={(key) => setOpen({ revoke: key })} />}
        </PagedList>
      </Panel>
      {open && "create" in open ? (
        <CreateKeyDialog
          onClose={() => setOpen(null)}
          onDone={(made) => {
            setOpen(made);
            reload();
          }}
        />
      ) : null}
      {open && "secret" in open ? (
        <SecretDialog secret={open.secret} waits={open.waits} onClose={() => setOpen(null)} />
      ) : null}
      {open && "revoke" in open ? (
        <RevokeDialog
          apiKey={open.revoke}
          onClose={() => setOpen(null)}
          onDone={(words) => {
            setOpen(null);
            showToast("good", words);
            reload();
          }}
        />
      ) : null}
    </>
  );
}
