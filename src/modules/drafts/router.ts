import { command, query, router } from "@/platform/trpc";
import { PROGRAM_LANE, rulesPublished } from "../program/schema/versions";
import * as schema from "./schema";
import { addComment, createDraft, discardDraft, editDraft, takeIn } from "./service/edit";
import { cancelSchedule, publishDraft, rollBack } from "./service/publish";
import { changesOf, commentsOf, documentOf, listDrafts, viewDraft } from "./service/view";

const READERS = { operator: "program:read" } as const;
const EDITORS = { operator: "program:draft" } as const;
const PUBLISHERS = { operator: "program:publish" } as const;

export const draftsRouter = router({
  list: query(
    { access: READERS, input: schema.listInput, output: schema.draftList, fromReplica: true },
    (ask, input) => listDrafts(ask, input),
  ),
  get: query({ access: READERS, input: schema.draftId, output: schema.draftView }, (ask, input) =>
    viewDraft(ask, input.draftId),
  ),
  changes: query(
    { access: READERS, input: schema.historyInput, output: schema.draftChanges },
    (ask, input) => changesOf(ask, input),
  ),
  comments: query(
    { access: READERS, input: schema.historyInput, output: schema.draftComments },
    (ask, input) => commentsOf(ask, input),
  ),
  document: query(
    { access: READERS, input: schema.documentInput, output: schema.documentOutput },
    (ask, input) => documentOf(ask, input),
  ),
  create: command(
    { journal: "definition", access: EDITORS, input: schema.createInput, output: schema.created },
    (work, input) => createDraft(work, input),
    { lanes: () => [PROGRAM_LANE] },
  ),
  edit: command(
    { journal: "definition", access: EDITORS, input: schema.editInput, output: schema.revised },
    (work, input) => editDraft(work, input),
  ),
  takeIn: command(
    { journal: "definition", access: EDITORS, input: schema.takeInInput, output: schema.revised },
    (work, input) => takeIn(work, input),
  ),
  discard: command(
    { journal: "definition", access: EDITORS, input: schema.draftId, output: schema.revised },
    (work, input) => discardDraft(work, input.draftId),
  ),
  comment: command(
    { access: EDITORS, input: schema.commentInput, output: schema.commentAdded },
    (work, input) => addComment(work, input.draftId, input.text),
  ),
  publish: command(
    {
      journal: "definition",
      access: PUBLISHERS,
      input: schema.publishInput,
      output: schema.publishOutput,
    },
    (work, input) => publishDraft(work, input),
  ),
  cancelSchedule: command(
    { journal: "definition", access: PUBLISHERS, input: schema.draftId, output: schema.revised },
    (work, input) => cancelSchedule(work, input.draftId),
  ),
  rollBack: command(
    {
      journal: "definition",
      access: PUBLISHERS,
      input: schema.rollBackInput,
      output: rulesPublished,
    },
    (work, input) => rollBack(work, input),
  ),
});
