"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, useEffect, useEffectEvent, useRef, useState } from "react";
import { buttonClass } from "./button-class";

interface FileInputProps extends Omit<ComponentProps<"input">, "type" | "onChange" | "ref"> {
  onChoose: (file: File | undefined) => void;
}

/**
 * The browser's own field for a file, in this product's words: it lies unseen over them, so that
 * clicking, dropping and the keyboard work as ever.
 */
export function FileInput({ onChoose, disabled, ...control }: FileInputProps) {
  const t = useTranslations("shell.file");
  const [name, setName] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);

  function choose(files: FileList | null): void {
    const file = files?.[0];
    setName(file?.name ?? null);
    onChoose(file);
  }

  // Chosen while the page was on its way still.
  const catchUp = useEffectEvent(() => {
    if (input.current?.files?.length) choose(input.current.files);
  });
  useEffect(() => catchUp(), []);

  return (
    <span className="relative flex min-h-11 items-center gap-3 rounded-md border border-line-strong bg-surface px-3 py-2 has-focus-visible:outline-2 has-focus-visible:outline-seal-ink has-aria-invalid:border-seal-ink has-disabled:opacity-60">
      <span aria-hidden="true" className={buttonClass("secondary", "sm", "shrink-0")}>
        {t(name === null ? "choose" : "other")}
      </span>
      <span className="min-w-0 truncate text-ink-soft text-sm">{name ?? t("none")}</span>
      <input
        {...control}
        ref={input}
        type="file"
        disabled={disabled}
        title={name ?? t("none")}
        onChange={({ target }) => choose(target.files)}
        className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:cursor-not-allowed"
      />
    </span>
  );
}
