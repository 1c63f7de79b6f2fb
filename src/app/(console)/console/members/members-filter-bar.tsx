"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { classNames } from "@/ui/class-names";
import { controlSmallClass } from "@/ui/control-class";
import { Input } from "@/ui/input";
import { Select } from "@/ui/select";
import { memberSorts, memberStatuses } from "./members-query";

interface MembersFilterBarProps {
  tiers: readonly { code: string; name: string }[];
  read: (name: string) => string | undefined;
  filtered: boolean;
  onChange: (changes: Record<string, string | undefined>) => void;
  onClear: () => void;
}

const pauseMs = 300;

export function MembersFilterBar({
  tiers,
  read,
  filtered,
  onChange,
  onClear,
}: MembersFilterBarProps) {
  const t = useTranslations("console");
  const query = read("q") ?? "";
  const [text, setText] = useState(query);
  const [shownFor, setShownFor] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (shownFor !== query) {
    // The address changed by itself (back, or clear): the field follows it.
    setShownFor(query);
    setText(query);
  }
  useEffect(() => () => clearTimeout(timer.current), []);

  function ask(value: string): void {
    clearTimeout(timer.current);
    const trimmed = value.trim();
    setShownFor(trimmed);
    onChange({ q: trimmed || undefined });
  }

  function type(value: string): void {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(value), pauseMs);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    ask(text);
  }

  return (
    <search>
      <form onSubmit={submit} className="mb-4 flex flex-wrap items-center gap-2">
        <span className="relative w-full sm:w-80">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 left-3.5 my-auto size-4 text-ink-faint"
          />
          <Input
            type="search"
            aria-label={t("members.search")}
            placeholder={t("members.searchPlaceholder")}
            value={text}
            maxLength={64}
            onChange={(event) => type(event.target.value)}
            className="h-10 rounded-full pl-10"
          />
        </span>
        <Select
          aria-label={t("members.tier")}
          className={classNames(controlSmallClass, "w-auto pr-9")}
          value={read("tier") ?? ""}
          onChange={(event) => onChange({ tier: event.target.value || undefined })}
        >
          <option value="">{t("members.allTiers")}</option>
          {tiers.map((tier) => (
            <option key={tier.code} value={tier.code}>
              {tier.name}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t("members.status")}
          className={classNames(controlSmallClass, "w-auto pr-9")}
          value={read("status") ?? ""}
          onChange={(event) => onChange({ status: event.target.value || undefined })}
        >
          <option value="">{t("members.allStatuses")}</option>
          {memberStatuses.map((status) => (
            <option key={status} value={status}>
              {t(`statuses.${status}`)}
            </option>
          ))}
        </Select>
        {/* Where there is room, the heads of the columns say it. */}
        <span className="md:hidden">
          <Select
            aria-label={t("members.sort")}
            className={classNames(controlSmallClass, "w-auto pr-9")}
            value={read("sort") ?? memberSorts[0]}
            onChange={(event) => onChange({ sort: event.target.value, direction: undefined })}
          >
            {memberSorts.map((sort) => (
              <option key={sort} value={sort}>
                {t(`members.sorts.${sort}`)}
              </option>
            ))}
          </Select>
        </span>
        {filtered ? (
          <button
            type="button"
            onClick={onClear}
            className="h-9 rounded-full px-2 text-seal-ink text-sm underline underline-offset-4"
          >
            {t("members.clear")}
          </button>
        ) : null}
      </form>
    </search>
  );
}
