"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useRef, useState } from "react";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { Button } from "@/ui/button";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import type { auditInput } from "./audit-query";
import { findMember } from "./find-member";
import { MemberChoice } from "./member-choice";
import { useAuditWords } from "./use-audit-words";

interface AuditFilterBarProps {
  filter: ReturnType<typeof auditInput>;
  onChange: (changes: Record<string, string | undefined>) => void;
}

export function AuditFilterBar({ filter, onChange }: AuditFilterBarProps) {
  const t = useTranslations("auditLog");
  const words = useAuditWords();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [text, setText] = useState("");
  // What Enter was pressed for; nothing any more once the text is another one.
  const enteredQuery = useRef("");
  const choices = useQuery(trpc.audit.choices.queryOptions({}));
  const { actors = [], actions = [] } = choices.data ?? {};
  const actorName = useActorNames(actors);
  const member = useQuery({
    ...trpc.profile.get.queryOptions({ memberId: filter.memberId ?? "" }),
    enabled: filter.memberId !== undefined,
  });
  const find = useMutation({
    mutationFn: (query: string) => findMember(client, query),
    onSuccess: ({ named }, query) => {
      // An answer to what stood in the field before is none to what stands there now.
      if (named && query === enteredQuery.current) choose(named.memberId);
    },
  });
  const several = find.data && !find.data.named && find.data.items.length > 0 ? find.data : null;
  const isFiltered = filter.actor || filter.action || filter.memberId;

  function choose(memberId: string): void {
    setText("");
    find.reset();
    onChange({ member: memberId });
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    const query = text.trim();
    if (query === "" || (find.isPending && query === enteredQuery.current)) return;
    enteredQuery.current = query;
    find.mutate(query);
  }

  const select = (name: "actor" | "action", options: readonly (readonly [string, string])[]) => (
    <Select
      aria-label={t(name)}
      className={classNames(controlSmallClass, "w-auto max-w-52 pr-9")}
      value={filter[name] ?? ""}
      onChange={(event) => onChange({ [name]: event.target.value || undefined })}
    >
      <option value="">{t(name === "actor" ? "allActors" : "allActions")}</option>
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Select>
  );

  return (
    <search className="mb-4 block">
      <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
        {select(
          "actor",
          actors.map((actor) => [actor, actorName(actor)]),
        )}
        {select(
          "action",
          actions.map((action) => [action, words.action(action)]),
        )}
        <Input
          type="search"
          aria-label={t("member")}
          placeholder={t("memberPlaceholder")}
          maxLength={64}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            enteredQuery.current = "";
            find.reset();
          }}
          className={classNames(controlSmallClass, "w-full sm:w-64")}
        />
        <Button type="submit" size="sm" pending={find.isPending}>
          {t("search")}
        </Button>
        {isFiltered ? (
          <button
            type="button"
            onClick={() => onChange({ actor: undefined, action: undefined, member: undefined })}
            className="h-9 rounded-full px-2 text-seal-ink text-sm underline underline-offset-4"
          >
            {t("clear")}
          </button>
        ) : null}
      </form>
      <p role="status" className="mt-2 text-ink-soft text-sm empty:hidden">
        {find.isError
          ? t("memberFailed")
          : find.data?.items.length === 0
            ? t("memberMissing")
            : filter.memberId
              ? t("onlyMember", { member: member.data?.memberCode ?? filter.memberId })
              : ""}
      </p>
      {several ? <MemberChoice found={several} onChoose={choose} /> : null}
    </search>
  );
}
