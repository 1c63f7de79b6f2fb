"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-class";
import { showToast } from "./toast-store";

interface CopyButtonProps {
  /** Asked for when it is copied, where only the browser knows it. */
  text: string | (() => string);
  label: string;
  /** Said when it is on the clipboard, and when the browser refused. */
  copiedText: string;
  failedText: string;
  /** Where there is no room for the label it is only said. */
  compact?: boolean;
  size?: ButtonSize;
  variant?: ButtonVariant;
  className?: string;
}

export function CopyButton({
  text,
  label,
  copiedText,
  failedText,
  compact = false,
  ...look
}: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const Icon = copied ? Check : Copy;

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setCopied(true);
      showToast("good", copiedText);
    } catch {
      // Without a secure page or the permission there is no clipboard; the text can be selected.
      showToast("bad", failedText);
    }
  }

  return (
    <Button size="sm" {...look} onClick={copy}>
      <Icon aria-hidden="true" className="size-4" strokeWidth={1.75} />
      <span className={compact ? "sr-only sm:not-sr-only" : undefined}>{label}</span>
    </Button>
  );
}
