"use client";

import { useLocale } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldError,
  type FieldPath,
  type FieldValues,
  get,
  type PathValue,
  type Resolver,
  set,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import type { z } from "zod";
import { failureOf } from "@/trpc/client";
import { useUnsavedWork } from "@/ui/unsaved-work";
import { type Bounds, boundsOf, UNBOUNDED } from "./schema-bounds";
import { useSchema } from "./use-schema";

/** A sentence for a field, or how to find the one for what is wrong with it. */
type Words = string | ((fault: Pick<FieldError, "type" | "message">) => string | undefined);

type Faults = Record<string, string | undefined | false>;

/** What is sent before it is judged: a figure that is none may stand in it. */
type Draft<Input> = { [Name in keyof Input]?: unknown };

interface ProcedureFormOptions<Schema extends z.ZodType<unknown, FieldValues>, Values> {
  /** The procedure's own, or how to fetch it: pages that are opened by a phone don't bring it along. */
  schema: Schema | (() => Promise<Schema>);
  defaultValues: Values;
  /** As it was last read, which every field follows that nobody typed in. */
  latest?: Values;
  /** What was typed as the procedure takes it. */
  toInput: (values: Values) => Draft<z.input<Schema>>;
  mutation: { mutate: (input: z.input<Schema>) => void; isPending: boolean; error: unknown };
  /** Instead of the schema's own words, by field. */
  words?: Record<string, Words>;
  /** What only this page knows of, by field: a sentence for each fault. */
  check?: (values: Values) => Faults | Promise<Faults>;
  /** Where a fault is shown that lies at another path of the input. */
  shownAt?: Record<string, string>;
  /** Judges also before it is sent, as it is typed. */
  judgesTyping?: boolean;
  /** Closed, it keeps what was typed, and holds nobody back. */
  open?: boolean;
}

export interface ProcedureForm<Values extends FieldValues, Input = unknown>
  extends UseFormReturn<Values, unknown, Input> {
  send: (event: React.SubmitEvent<HTMLFormElement>) => void;
  /** What went wrong and belongs to no field. */
  failure: unknown;
  isPending: boolean;
  /** Something typed would be lost. */
  isUnsaved: boolean;
  boundsOf: (path: string) => Bounds;
  /** Sets a value; what else is judged by it is judged anew once something was. */
  change: (
    name: FieldPath<Values>,
    value: PathValue<Values, FieldPath<Values>>,
    judgedBy?: readonly FieldPath<Values>[],
  ) => void;
}

const KEEPS_TYPED = {
  keepDirtyValues: true,
  keepErrors: true,
  keepIsSubmitted: true,
  keepSubmitCount: true,
};

/**
 * A form over a procedure: judged by its schema when it is sent, and from then on as it is typed; what
 * the server says of a field is said there too, and the first field at fault gets the focus. While
 * something is typed, whoever would leave is asked.
 */
export function useProcedureForm<
  Schema extends z.ZodType<unknown, FieldValues>,
  Values extends FieldValues,
>({
  schema,
  defaultValues,
  latest,
  toInput,
  mutation,
  words = {},
  check = () => ({}),
  shownAt = {},
  judgesTyping = false,
  open = true,
}: ProcedureFormOptions<Schema, Values>): ProcedureForm<Values, z.input<Schema>> {
  const locale = useLocale();
  const { known, fetched } = useSchema(schema);
  const element = useRef<HTMLFormElement>(null);
  const isJudging = useRef(false);
  const [answers, setAnswers] = useState(0);

  function say(name: string, fault: Pick<FieldError, "type" | "message">): string {
    const word = words[name];
    return (typeof word === "function" ? word(fault) : word) ?? fault.message ?? "";
  }

  const resolver: Resolver<Values, unknown, z.input<Schema>> = async (values, context, options) => {
    const typed = toInput(values);
    const { values: input, errors } = await Promise.all([fetched(), import("./judged")]).then(
      ([judge, { judged }]) =>
        judged(judge, locale, { values: typed as never, context, options: options as never }),
      // The server judges all the same.
      () => ({ values: typed, errors: {} }),
    );
    for (const [from, to] of Object.entries(shownAt)) {
      const fault = get(errors, from);
      if (fault) set(errors, to, fault);
    }
    for (const name of Object.keys(words)) {
      const fault: FieldError | undefined = get(errors, name);
      if (fault?.type) fault.message = say(name, fault);
    }
    const found = Object.entries(await check(values)).filter(([, message]) => message);
    for (const [name, message] of found) set(errors, name, { type: "page", message });
    return { values: found.length > 0 ? {} : input, errors } as never;
  };

  const form = useForm<Values, unknown, z.input<Schema>>({
    defaultValues: defaultValues as DefaultValues<Values>,
    ...(latest && { values: latest, resetOptions: KEEPS_TYPED }),
    resolver,
    mode: judgesTyping ? "onChange" : "onSubmit",
    shouldFocusError: false,
  });
  // Asked for so that they are kept: what follows the latest goes by which fields are dirty.
  const { isDirty, dirtyFields: _, submitCount } = form.formState;
  const { isPending, error } = mutation;
  const isUnsaved = isDirty && !isPending;
  useUnsavedWork(open && isUnsaved);

  /** The field that shows a path of the input, or the one that it is a part of. */
  function fieldAt(path: string): FieldPath<Values> | null {
    const name = shownAt[path] ?? path;
    const isShown = Object.values(shownAt).includes(name);
    if (isShown || get(form.getValues(), name) !== undefined) return name as FieldPath<Values>;
    return name.includes(".") ? fieldAt(name.slice(0, name.lastIndexOf("."))) : null;
  }

  // Where the faults of a try and of an answer are shown by now.
  useEffect(() => {
    if (submitCount + answers > 0) {
      element.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [submitCount, answers]);

  const { fieldErrors } = failureOf(error);
  const showRefusals = useEffectEvent(() => {
    for (const { path, message } of fieldErrors) {
      const name = fieldAt(path);
      if (name)
        form.setError(name, { type: "server", message: say(name, { type: "server", message }) });
    }
    setAnswers(answers + 1);
  });
  useEffect(() => {
    if (error) showRefusals();
  }, [error]);

  const judgeAndSend = form.handleSubmit(
    (input) => mutation.mutate(input),
    (faults) => {
      // What no field can mend is for the server to say.
      const named: [string, { type?: unknown } | undefined][] = Object.entries(faults);
      if (named.some(([name, fault]) => fieldAt(name) || fault?.type === "page")) return;
      mutation.mutate(toInput(form.getValues()) as z.input<Schema>);
    },
  );

  return {
    ...form,
    send(event) {
      event.preventDefault();
      element.current = event.currentTarget;
      if (isPending || isJudging.current) return;
      isJudging.current = true;
      void judgeAndSend().finally(() => {
        isJudging.current = false;
      });
    },
    failure:
      fieldErrors.length > 0 && fieldErrors.every(({ path }) => fieldAt(path)) ? null : error,
    isPending,
    isUnsaved,
    boundsOf: (path) => (known ? boundsOf(known, path) : UNBOUNDED),
    change(name, value, judgedBy = []) {
      form.setValue(name, value, { shouldDirty: true });
      if (judgesTyping || submitCount > 0) void form.trigger([name, ...judgedBy]);
    },
  };
}
