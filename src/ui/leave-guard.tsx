"use client";

import { useRouter } from "next/navigation";
import { useEffect, useSyncExternalStore } from "react";
import { guardHistory } from "./history-guard";
import type { LeaveWords } from "./leave-question";
import {
  answerQuestion,
  askToLeave,
  hasUnsavedWork,
  isAsking,
  listenToUnsavedWork,
} from "./unsaved-work";
import { useLater } from "./use-later";

const loadQuestion = async () => (await import("./leave-question")).LeaveQuestion;

/** One for the document: links, back and forward, and the browser's own way out ask first. */
export function LeaveGuard(words: LeaveWords) {
  const asking = useSyncExternalStore(listenToUnsavedWork, isAsking, () => false);
  useLinks();
  useBackAndForward();
  useUnload();
  useEffect(() => {
    if (!asking) return;
    // A menu that lies above the page would lie above the question too.
    for (const menu of document.querySelectorAll<HTMLElement>(":popover-open")) menu.hidePopover();
  }, [asking]);
  const Question = useLater(loadQuestion, asking, () => {
    // The browser's own question is always there.
    answerQuestion(window.confirm(`${words.title}\n${words.text}`));
  });
  return Question ? <Question asking={asking} {...words} /> : null;
}

/** Where a click would lead on this tab, or null where it takes nothing away. */
function leadsTo(event: MouseEvent): URL | null {
  const isPlain =
    event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!isPlain || !(link instanceof HTMLAnchorElement)) return null;
  if (link.hasAttribute("download") || (link.target !== "" && link.target !== "_self")) return null;
  const to = new URL(link.href);
  return /^https?:$/.test(to.protocol) && !isHere(to) ? to : null;
}

function isHere({ origin, pathname, search }: URL): boolean {
  const here = window.location;
  return origin === here.origin && pathname === here.pathname && search === here.search;
}

/** On the window and first: React's own listeners stand below it. */
function useLinks(): void {
  const router = useRouter();
  useEffect(() => {
    function click(event: MouseEvent): void {
      const to = hasUnsavedWork() && !event.defaultPrevented ? leadsTo(event) : null;
      if (!to) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void askToLeave().then((leave) => {
        if (!leave) return;
        if (to.origin !== window.location.origin) window.location.assign(to);
        else router.push(`${to.pathname}${to.search}${to.hash}`);
      });
    }
    window.addEventListener("click", click, true);
    return () => window.removeEventListener("click", click, true);
  }, [router]);
}

function useBackAndForward(): void {
  useEffect(guardHistory, []);
}

/** Only while there is something to lose: a page that listens is kept in no cache. */
function useUnload(): void {
  const unsaved = useSyncExternalStore(listenToUnsavedWork, hasUnsavedWork, () => false);
  useEffect(() => {
    if (!unsaved) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [unsaved]);
}
