"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PagedList } from "@/app/shell/paged-list";
import { useActorNames } from "@/app/shell/use-actor-names";
import { useFormats } from "@/i18n/use-formats";
import { failureOf, useTRPC, useTRPCClient } from "@/trpc/client";
import { pagedOptions } from "@/trpc/paged-options";
import { Button } from "@/ui/button";
import { EmptyState } from "@/ui/empty-state";
import { Field } from "@/ui/field";
import { PanelSection } from "@/ui/panel";
import { Textarea } from "@/ui/textarea";

/** What people say to each other about a draft. */
export function DraftComments({ draftId, canEdit }: { draftId: string; canEdit: boolean }) {
  const t = useTranslations("draftDesk.comments");
  const format = useFormats();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const input = { draftId, limit: 20 };
  const query = useInfiniteQuery(
    pagedOptions(trpc.drafts.comments.infiniteQueryKey(input), (cursor) =>
      client.drafts.comments.query({ ...input, ...cursor }),
    ),
  );
  const add = useMutation(
    trpc.drafts.comment.mutationOptions({
      onSuccess: async () => {
        setText("");
        await queryClient.invalidateQueries({ queryKey: trpc.drafts.comments.pathKey() });
      },
    }),
  );
  const actorName = useActorNames(
    query.data?.pages.flatMap(({ items }) => items.map(({ actor }) => actor)) ?? [],
  );
  return (
    <PanelSection id="comments" title={t("title")}>
      {canEdit ? (
        <form
          className="mb-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") add.mutate({ draftId, text });
          }}
        >
          <Field
            label={t("label")}
            {...(add.error ? { error: failureOf(add.error).detail ?? t("failed") } : {})}
          >
            {(control) => (
              <Textarea
                {...control}
                maxLength={1000}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" size="sm" className="mt-2" pending={add.isPending}>
            {t("add")}
          </Button>
        </form>
      ) : null}
      <PagedList query={query} empty={<EmptyState title={t("empty")} />}>
        {(comments) => (
          <ul className="divide-y divide-line">
            {comments.map((comment) => (
              <li key={comment.commentId} className="py-2.5">
                <p className="whitespace-pre-line break-words">{comment.text}</p>
                <p className="tabular text-ink-faint text-sm">
                  {actorName(comment.actor)} · {format.dateTime(comment.createdAt)}
                </p>
              </li>
            ))}
          </ul>
        )}
      </PagedList>
    </PanelSection>
  );
}
