"use client";

import { useMutation } from "@tanstack/react-query";
import { signIn } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { PageLink } from "@/ui/page-link";

interface EntranceProps {
  /** A path of this site. */
  to: string;
  /** Who is signed in here already. */
  present: string | null;
}

type State = "entering" | "asking" | "naming" | "dead" | "failed";

/**
 * Brings the code behind the `#` and goes on. Where somebody is signed in already, and where this browser
 * never came in by such a link as the same member, they are asked first: a link that was sent to them must
 * not make them somebody else without their noticing.
 */
export function Entrance({ to, present }: EntranceProps) {
  const t = useTranslations("common.handoff");
  const [state, setState] = useState<State>("entering");
  const [name, setName] = useState("");
  const trpc = useTRPC();
  const { mutateAsync: lookAt } = useMutation(trpc.identity.lookAtHandoff.mutationOptions());
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

  const look = useCallback(async () => {
    setState("entering");
    try {
      const found = await lookAt({ code: code.current });
      if (found === null) return setState("dead");
      if (found.isKnownHere) return await enter();
      setName(found.name);
      setState("naming");
    } catch {
      setState("failed");
    }
  }, [enter, lookAt]);

  useEffect(() => {
    // Once: the address is rid of it at once, so that nobody finds it in the history.
    if (code.current !== "") return;
    code.current = window.location.hash.slice(1);
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    if (code.current === "") return setState("dead");
    if (present !== null) return setState("asking");
    void look();
  }, [look, present]);

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
          <PageLink href={to} className={buttonClass("secondary")}>
            {t("stay", { name: present ?? "" })}
          </PageLink>
        </div>
      </>
    );
  }
  if (state === "naming") {
    return (
      <>
        <h1 className="mt-6 text-xl">{t("naming", { name })}</h1>
        <p className="mt-2 mb-8 text-ink-soft">{t("namingText")}</p>
        <div className="flex w-full flex-col gap-3">
          <Button variant="primary" onClick={enter}>
            {t("enter")}
          </Button>
          <PageLink
            href={`/sign-in?next=${encodeURIComponent(to)}`}
            className={buttonClass("secondary")}
          >
            {t("notMe")}
          </PageLink>
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
          <Button variant="primary" onClick={present === null ? look : enter}>
            {t("again")}
          </Button>
        ) : null}
        <PageLink
          href={`/sign-in?next=${encodeURIComponent(to)}`}
          className={buttonClass("secondary")}
        >
          {t("signIn")}
        </PageLink>
      </div>
    </>
  );
}
