"use client";

import { Download, Share2 } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { showToast } from "@/ui/toast-store";
import { pngOf } from "./png-of";

interface ShareActionsProps {
  link: string;
  code: string;
  posterId: string;
  words: Record<
    | "share"
    | "shareText"
    | "copyLink"
    | "copyCode"
    | "copied"
    | "copyFailed"
    | "save"
    | "saveFailed",
    string
  >;
}

const never = () => () => undefined;

/** What the browser offers to hand the link on by; copying is everywhere. */
export function ShareActions({ link, code, posterId, words }: ShareActionsProps) {
  const canShare = useSyncExternalStore(
    never,
    () => typeof navigator.share === "function",
    () => false,
  );
  const copyTexts = { copiedText: words.copied, failedText: words.copyFailed };

  async function share(): Promise<void> {
    // Whoever thinks better of it has done nothing wrong.
    await navigator.share({ title: words.shareText, url: link }).catch(() => undefined);
  }

  async function save(): Promise<void> {
    try {
      const url = URL.createObjectURL(await pngOf(posterId));
      const anchor = Object.assign(document.createElement("a"), {
        href: url,
        download: `${code}.png`,
      });
      anchor.click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch {
      showToast("bad", words.saveFailed);
    }
  }

  return (
    <div className="mt-4 grid grid-cols-2 gap-2">
      {canShare ? (
        <Button variant="primary" className="col-span-2" onClick={share}>
          <Share2 aria-hidden="true" className="size-4" strokeWidth={1.75} />
          {words.share}
        </Button>
      ) : null}
      <CopyButton
        {...copyTexts}
        text={link}
        label={words.copyLink}
        size="md"
        variant={canShare ? "secondary" : "primary"}
        className="col-span-2"
      />
      <CopyButton {...copyTexts} text={code} label={words.copyCode} />
      <Button size="sm" onClick={save}>
        <Download aria-hidden="true" className="size-4" strokeWidth={1.75} />
        {words.save}
      </Button>
    </div>
  );
}
