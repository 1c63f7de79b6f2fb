import { command, query } from "@/platform/trpc";
import { memberRecord, recordOf, recordUpdate } from "./schema";
import { memberRecordOf, updateMember } from "./service/update";

/** What the shop and its operators keep true about a person. */
export const memberRecordProcedures = {
  record: query(
    {
      access: { operator: "members:write", service: "members:write" },
      input: recordOf,
      output: memberRecord,
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
    (ask, ref) => memberRecordOf(ask.db, ref),
  ),

  update: command(
    {
      access: { operator: "members:write", service: "members:write" },
      input: recordUpdate,
      output: memberRecord,
      rest: {
        method: "PUT",
        path: "/members/{memberId}",
        tag: "members",
        summary: "Update what is known about a person",
        description:
          "What isn’t named stays, null clears. Send the `version` that was read, so that nobody’s change is lost under yours. Told as `member.updated`, with the names of what changed.",
        errors: [
          "MEMBER_NOT_FOUND",
          "MEMBER_STATUS_INVALID",
          "VERSION_CONFLICT",
          "EXTERNAL_ID_TAKEN",
          "PHONE_TAKEN",
        ],
        example: {
          input: {
            version: 3,
            nickname: "林夏",
            phone: "+8613800001234",
            verified: ["phone"],
            consents: {
              marketing: { given: true, at: "2026-11-20T06:30:00Z", source: "checkout" },
            },
          },
        },
      },
    },
    updateMember,
  ),
};
