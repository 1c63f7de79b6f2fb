import type { ActivityDraft, ActivityField } from "./activity-draft";

/** What each part of the form gets. */
export interface FieldsProps {
  draft: ActivityDraft;
  /** Whether the field may change any more: members were promised what is fixed. */
  isFixed: (field: ActivityField) => boolean;
  errorOf: (field: ActivityField) => string | undefined;
  onChange: (changed: Partial<ActivityDraft>) => void;
}
