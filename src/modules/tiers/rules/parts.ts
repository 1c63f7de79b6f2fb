import { flat } from "@/platform/texts";
import type { ApprovalChange } from "../../access/schema/approvals";

const NOTHING = "–";

/** What names an entry of a list, where it has a name. */
function nameOf(entry: unknown, at: number): string {
  if (typeof entry !== "object" || entry === null) return String(at);
  const { code, id, currency } = entry as Record<string, unknown>;
  return String(code ?? id ?? currency ?? at);
}

function leavesOf(value: unknown, path: string, into: Map<string, string>): void {
  if (typeof value !== "object" || value === null) {
    if (value !== undefined) into.set(path, `${value}`);
    return;
  }
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
    into.set(path, value.join(", "));
    return;
  }
  const entries = Array.isArray(value)
    ? value.map((entry, at) => [nameOf(entry, at), entry] as const)
    : Object.entries(value);
  for (const [name, entry] of entries) {
    leavesOf(entry, path === "" ? name : `${path}.${name}`, into);
  }
}

/**
 * What an edit of the program changes, leaf by leaf, so that a second person sees all of what is
 * published, however much it is: nobody agrees to what is only counted. Example: "earn.checkInPoints 5" → "10".
 */
export function partsChanged(before: unknown, after: unknown): ApprovalChange[] {
  const [was, is] = [new Map<string, string>(), new Map<string, string>()];
  leavesOf(flat(before), "", was);
  leavesOf(flat(after), "", is);
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => was.get(path) !== is.get(path),
  );
  return paths.map((path) => ({
    field: "programPart" as const,
    before: `${path} ${was.get(path) || NOTHING}`,
    after: is.get(path) || NOTHING,
  }));
}
