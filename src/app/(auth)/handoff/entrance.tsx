"use client";

import Link from "next/link";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";

interface EntranceProps {
  /** A path of this site. */
  to: string;
  /** Who is signed in here already. */
  present: string | null;
}

type State = "entering" | "asking" | "dead" | "failed";

/**
 * Brings the code behind the `#` and goes on. Where somebody is signed in already they are asked first: a
 * link that was sent to them must not make them somebody else without their noticing.
 */
export function Entrance({ to, present }: EntranceProps) {
  const t = useTranslations("common.handoff");
  const [state, setState] = useState<State>("entering");
  const code = useRef("");

  const enter = useCallback(async () => {
    setState("entering");
    try {
      const answer = await signIn("handoff", { code: code.current, redirect: false });
      if (answer?.ok && !answer.error) return window.location.replace(to);
      setState(answer?.error === "CredentialsSignin" ? "dead" : "failed");
    } catch {
      setState("failed");
    }
  }, [to]);

  useEffect(() => {
    // Once: the address is rid of it at once, so that nobody finds it in the history.
    if (code.current !== "") return;
    code.current = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    if (code.current === "") return setState("dead");
    if (present !== null) return setState("asking");
    void enter();
  }, [enter, present]);

  if (state === "entering") {
    return (
      <div role="status">
        <h1 className="mt-6 text-xl">{t("title")}</h1>
        <p className="mt-2 text-ink-soft">{t("entering")}</p>
        <noscript>
          <p className="mt-2 text-ink-soft">{t("noScript")}</p>
        </noscript>
      </div>
    );
  }
  if (state === "asking") {
    return (
      <>
        <h1 className="mt-6 text-xl">{t("asking", { name: present ?? "" })}</h1>
        <p className="mt-2 mb-8 text-ink-soft">{t("askingText")}</p>
        <div className="flex w-full flex-col gap-3">
          <Button variant="primary" onClick={enter}>
            {t("change")}
          </Button>
          <Link href={to} className={buttonClass("secondary")}>
            {t("stay", { name: present ?? "" })}
          </Link>
        </div>
      </>
    );
  }
  return (
    <>
      <h1 className="mt-6 text-xl">{t(state)}</h1>
      <p role="alert" className="mt-2 mb-8 text-ink-soft">
        {t(`${state}Text`)}
      </p>
      <div className="flex w-full flex-col gap-3">
        {state === "failed" ? (
          <Button variant="primary" onClick={enter}>
            {t("again")}
          </Button>
        ) : null}
        <Link href={`/sign-in?next=${encodeURIComponent(to)}`} className={buttonClass("secondary")}>
          {t("signIn")}
        </Link>
      </div>
    </>
  );
}
