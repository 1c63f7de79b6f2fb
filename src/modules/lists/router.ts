import { command, query, router } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as files from "./schema/files";
import * as lists from "./schema/lists";
import * as selections from "./schema/selections";
import * as fileService from "./service/files";
import * as selectionService from "./service/selections";
import * as views from "./service/views";

/** Who sees a list at all is asked of each list by itself. */
const STAFF = { operator: "members:read" } as const;
const EXPORTERS = { operator: "lists:export" } as const;

export const listsRouter = router({
  /** One's own views of a list, and those that are shared. */
  views: query(
    { access: STAFF, input: lists.listInput, output: lists.listViews },
    (ask, { list }) => views.viewsOfList(ask, list),
  ),

  keepView: command(
    { access: STAFF, input: lists.keepViewInput, output: lists.viewKept },
    (work, input) => views.keepView(work, input),
  ),

  changeView: command(
    { access: STAFF, input: lists.changeViewInput, output: lists.viewKept },
    (work, input) => views.changeView(work, input),
  ),

  removeView: command(
    { access: STAFF, input: lists.viewById, output: lists.viewById },
    (work, { viewId }) => views.removeView(work, viewId),
  ),

  /** How one has a list before oneself. */
  setLayout: command(
    { access: STAFF, input: lists.setLayoutInput, output: lists.layoutSet },
    async (work, { list, layout }) => views.setLayout(work, list, layout),
  ),

  /** One's own files of lists. */
  files: query({ access: EXPORTERS, input: nothing, output: files.listFiles }, (ask) =>
    fileService.ownFiles(ask),
  ),

  startFile: command(
    { access: EXPORTERS, input: files.startFileInput, output: files.fileStarted },
    (work, input) => fileService.startFile(work, input),
  ),

  /** Comes before its parts are read, and is written down. */
  openFile: command(
    { access: EXPORTERS, input: files.fileById, output: files.openedFile },
    (work, { fileId }) => fileService.openFile(work, fileId),
  ),

  filePart: query(
    { access: EXPORTERS, input: files.filePartInput, output: files.filePart },
    (ask, { fileId, place }) => fileService.partOfFile(ask, fileId, place),
  ),

  dropFile: command(
    { access: EXPORTERS, input: files.fileById, output: files.fileById },
    (work, { fileId }) => fileService.dropFile(work, fileId),
  ),

  /** All members who match, to do something with. */
  select: command(
    { access: STAFF, input: selections.selectInput, output: selections.selectionById },
    (work, { question }) => selectionService.selectMembers(work, question),
  ),

  selection: query(
    { access: STAFF, input: selections.selectionById, output: selections.selection },
    (ask, { selectionId }) => selectionService.viewSelection(ask, selectionId),
  ),

  selected: query(
    { access: STAFF, input: selections.selectedInput, output: selections.selected },
    (ask, { selectionId, after }) => selectionService.selectedMembers(ask, selectionId, after),
  ),

  dropSelection: command(
    { access: STAFF, input: selections.selectionById, output: selections.selectionById },
    (work, { selectionId }) => selectionService.dropSelection(work, selectionId),
  ),
});
