"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ScanLine } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { LoadFailed } from "@/app/shell/load-failed";
import { failureOf, type Outputs, useTRPC, useTRPCClient } from "@/trpc/client";
import { useActKey } from "@/trpc/use-act-key";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Input } from "@/ui/input";
import { lookedUp } from "./named";
import { TillMember } from "./till-member";

/** Refusals that the cashier mends by scanning or typing something else. */
const NOT_FOUND = ["MEMBER_NOT_FOUND", "VALIDATION_FAILED"];

interface TillDeskProps {
  canAdjust: boolean;
}

/**
 * A scanner types what it read and presses Enter, so the one field has the focus until somebody is found,
 * and again with the next customer.
 */
export function TillDesk({ canAdjust }: TillDeskProps) {
  const t = useTranslations("till");
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const find = useFind(() => setTyped(""));
  const found = find.data;

  function next(): void {
    find.reset();
    setTyped("");
    field.current?.focus();
  }

  return (
    <>
      <form
        noValidate
        className="mb-6 flex flex-wrap gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          const text = typed.trim();
          // A scanner may read twice what is already on its way.
          if (text !== "" && !find.isPending) find.mutate(text);
        }}
      >
        <div className="min-w-64 grow">
          <Input
            ref={field}
            aria-label={t("field")}
            autoFocus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder={t("placeholder")}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            className="h-14 w-full text-lg"
          />
        </div>
        <Button type="submit" variant="primary" pending={find.isPending} className="h-14 px-6">
          {find.isPending ? t("finding") : t("find")}
        </Button>
        {found || find.isError ? (
          <Button onClick={next} className="h-14 px-6">
            {t("next")}
          </Button>
        ) : null}
      </form>
      {find.isError ? (
        <Failed
          error={find.error}
          pending={find.isPending}
          onRetry={() => find.mutate(find.variables)}
        />
      ) : found ? (
        <TillMember key={found.memberId} memberId={found.memberId} canAdjust={canAdjust} />
      ) : (
        <div className="rounded-lg border border-line border-dashed" aria-busy={find.isPending}>
          <div className="flex flex-col items-center px-4 py-16 text-center">
            <ScanLine
              aria-hidden="true"
              className="mb-4 size-14 text-ink-faint"
              strokeWidth={1.25}
            />
            <p className="text-lg">{find.isPending ? t("finding") : t("empty.title")}</p>
            <p className="mt-1 max-w-md text-ink-soft text-sm">{t("empty.hint")}</p>
          </div>
        </div>
      )}
    </>
  );
}

function Failed({ error, ...rest }: { error: unknown; pending: boolean; onRetry: () => void }) {
  const t = useTranslations("till");
  const { code, detail } = failureOf(error);
  if (NOT_FOUND.includes(code)) {
    return (
      <div role="alert">
        <EmptyState title={t("notFound.title")} hint={t("notFound.hint")} />
      </div>
    );
  }
  if (code === "CARD_CODE_REFUSED" || code === "PHONE_AMBIGUOUS") {
    return (
      <p role="alert" className="rounded-md bg-warn-soft px-5 py-4 text-lg text-warn">
        {detail}
      </p>
    );
  }
  return <LoadFailed error={error} {...rest} />;
}

/** Looks somebody up by what was scanned or typed; what was found is shown at once. */
function useFind(onFound: () => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const act = useActKey();
  return useMutation({
    mutationFn: async (text: string): Promise<Outputs["profile"]["get"]> => {
      const looked = lookedUp(text);
      if (looked.by === "code") {
        const { code } = looked;
        const run = (options: { context: { idempotencyKey: string } }) =>
          client.members.identify.mutate({ code }, options);
        return (await act({ code }, run)).member;
      }
      if (looked.by === "externalId")
        return client.profile.get.query({ externalId: looked.externalId });
      try {
        return await client.profile.get.query({ phone: looked.phone });
      } catch (error) {
        if (failureOf(error).code !== "MEMBER_NOT_FOUND") throw error;
        return client.profile.get.query({ externalId: looked.externalId });
      }
    },
    onSuccess: (profile) => {
      const { memberId } = profile;
      queryClient.setQueryData(trpc.profile.get.queryKey({ memberId }), profile);
      onFound();
    },
  });
}
