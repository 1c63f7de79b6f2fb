import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as schema from "./schema";
import {
  listConsents,
  listConsentTexts,
  ownConsentsOf,
  publishConsentText,
} from "./service/consent-texts";
import { addNote, editNote, listNotes, removeNote } from "./service/notes";
import { memberRecordOf } from "./service/update";

/** What the shop and its operators keep true about a person; the update stands where points are known. */
export const memberRecordProcedures = {
  record: query(
    {
      access: { operator: "members:write", service: "members:write" },
      input: schema.recordOf,
      output: schema.memberRecord,
      rest: {
        method: "GET",
        path: "/members/{memberId}/record",
        tag: "members",
        summary: "Get what is known about a person, in full",
        description:
          "Phone, e-mail and birthday as they are, each consent with when and where it was given, and the version that an update names.",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    memberRecordOf,
  ),

  consents: query(
    {
      access: { operator: "members:read", service: "members:read" },
      input: schema.consentsInput,
      output: schema.consentList,
      rest: {
        method: "GET",
        path: "/members/{memberId}/consents",
        tag: "members",
        summary: "List when a member gave and withdrew their consents",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    listConsents,
  ),

  consentTexts: query(
    { access: { operator: "program:read" }, input: nothing, output: schema.consentTexts },
    (ask) => listConsentTexts(ask.db),
  ),

  publishConsentText: command(
    {
      access: { operator: "program:publish" },
      input: schema.consentTextInput,
      output: schema.consentTexts,
    },
    publishConsentText,
  ),

  notes: query(
    { access: { operator: "members:read" }, input: schema.notesInput, output: schema.noteList },
    (ask, { limit, cursor, ...who }) =>
      listNotes(ask, memberRef(ask.caller, who), { limit, cursor }),
  ),

  addNote: command(
    { access: { operator: "members:write" }, input: schema.noteInput, output: schema.note },
    (work, { text, ...who }) => addNote(work, memberRef(work.caller, who), text),
  ),

  editNote: command(
    { access: { operator: "members:write" }, input: schema.noteEdit, output: schema.note },
    editNote,
  ),

  removeNote: command(
    { access: { operator: "members:write" }, input: schema.noteOf, output: schema.noteRemoved },
    removeNote,
  ),
};

/** What members read of themselves. */
export const ownRecordProcedures = {
  consents: query(
    {
      access: { member: "self" },
      input: nothing,
      output: schema.ownConsents,
      rest: {
        method: "GET",
        path: "/profile/consents",
        tag: "members",
        summary: "Get one’s consents, their texts and when they were given",
        errors: ["MEMBER_NOT_FOUND"],
      },
    },
    (ask) => ownConsentsOf(ask, ask.caller.memberId ?? 0),
  ),
};
