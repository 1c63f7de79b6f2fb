import { TRPCClientError } from "@trpc/client";
import { NextIntlClientProvider } from "next-intl";
import { act, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { humanText } from "@/platform/scalars";
import { Input } from "@/ui/input";
import { answerQuestion, askToLeave, hasUnsavedWork, isAsking } from "@/ui/unsaved-work";
import { FormField } from "./form-field";
import { useProcedureForm } from "./use-procedure-form";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const schema = z.strictObject({
  name: humanText(5),
  address: z.strictObject({ city: humanText(100) }),
  pieces: z.int().min(1).max(9),
  note: humanText(20).optional(),
});

const initial = { name: "", address: { city: "杭州" }, figure: "", note: "" };

/** What the form asked to be sent, and how that stands. */
const sent: z.input<typeof schema>[] = [];
let finish: (error: unknown) => void;

interface TestFormProps {
  latest: typeof initial;
  /** What the schema does not take. */
  extra?: string | undefined;
}

function TestForm({ latest, extra }: TestFormProps) {
  const [state, setState] = useState<{ isPending: boolean; error: unknown }>({
    isPending: false,
    error: null,
  });
  const form = useProcedureForm({
    schema,
    defaultValues: initial,
    latest,
    toInput: ({ figure, note, ...rest }) => ({
      ...rest,
      pieces: figure === "" ? null : Number(figure),
      ...(note === "" ? {} : { note }),
      ...(extra && { extra }),
    }),
    check: ({ note }) => ({ together: note === "!" && "not so" }),
    shownAt: { pieces: "figure" },
    words: { figure: ({ type }) => (type === "server" ? undefined : "1 … 9") },
    mutation: {
      ...state,
      mutate: (input) => {
        sent.push(input);
        setState({ isPending: true, error: null });
        finish = (error) => setState({ isPending: false, error });
      },
    },
  });
  return (
    <form onSubmit={form.send} noValidate>
      {(["name", "address.city", "figure", "note"] as const).map((name) => (
        <FormField key={name} form={form} name={name} label={name}>
          {(control) => <Input {...control} />}
        </FormField>
      ))}
      <p role="alert">{form.failure ? String(form.failure) : ""}</p>
    </form>
  );
}

let root: Root;
let body: HTMLElement;

const field = (name: string) => body.querySelector<HTMLInputElement>(`[name="${name}"]`);
const faultOf = (name: string) => {
  const describedBy = field(name)?.getAttribute("aria-describedby");
  return describedBy ? body.querySelector(`[id="${describedBy}"]`)?.textContent : null;
};

async function type(name: string, text: string): Promise<void> {
  const input = field(name);
  // Past React, which would else see no change.
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
  await act(async () => {
    set?.call(input, text);
    input?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

async function send(times = 1): Promise<void> {
  await act(async () => {
    for (let time = 0; time < times; time += 1) {
      const submit = new Event("submit", { bubbles: true, cancelable: true });
      body.querySelector("form")?.dispatchEvent(submit);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

async function answer(error: unknown): Promise<void> {
  await act(async () => {
    finish(error);
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

function refusal(errors: { path: string; message: string }[]): unknown {
  const data = { code: "VALIDATION_FAILED", httpStatus: 400, detail: "refused", errors };
  return TRPCClientError.from({ error: { message: data.code, code: -32600, data } });
}

async function show(latest = initial, extra?: string): Promise<void> {
  await act(async () =>
    root.render(
      <NextIntlClientProvider locale="zh-CN" messages={{}} timeZone="UTC">
        <TestForm latest={latest} extra={extra} />
      </NextIntlClientProvider>,
    ),
  );
}

// What judges a form comes with the first touch, however long that takes.
beforeAll(() => import("./judged"));

beforeEach(async () => {
  sent.length = 0;
  body = document.body.appendChild(document.createElement("div"));
  root = createRoot(body);
  await show();
});

afterEach(async () => {
  await act(async () => root.unmount());
  body.remove();
});

describe("a form over a procedure", () => {
  it("takes its bounds from the schema", () => {
    expect(field("name")?.maxLength).toBe(5);
    expect(field("address.city")?.maxLength).toBe(100);
    expect(field("name")?.required).toBe(true);
    expect(field("note")?.required).toBe(false);
    expect(field("note")?.maxLength).toBe(20);
  });

  it("says nothing before it is sent; then each fault at its field, and the first has the focus", async () => {
    await type("figure", "12");
    expect(body.querySelector("[aria-invalid]")).toBeNull();
    await send();
    expect(sent).toEqual([]);
    expect(field("name")?.getAttribute("aria-invalid")).toBe("true");
    expect(faultOf("name")).toContain("数值过小");
    expect(faultOf("figure")).toBe("1 … 9");
    expect(faultOf("address.city")).toBeNull();
    expect(document.activeElement).toBe(field("name"));

    await type("name", "茶");
    expect(field("name")?.hasAttribute("aria-invalid")).toBe(false);
    await send();
    expect(document.activeElement).toBe(field("figure"));
    await type("figure", "3");
    await send();
    expect(sent).toEqual([{ name: "茶", address: { city: "杭州" }, pieces: 3 }]);
  });

  it("sends nothing that the page itself refuses, wherever that is shown", async () => {
    await type("name", "茶");
    await type("figure", "3");
    await type("note", "!");
    await send();
    expect(sent).toEqual([]);
    await type("note", "");
    await send();
    expect(sent).toHaveLength(1);
  });

  it("leaves to the server what no field can mend", async () => {
    await show(initial, "x");
    await type("name", "茶");
    await type("figure", "3");
    await send();
    expect(sent).toMatchObject([{ extra: "x" }]);
  });

  it("sends once while it waits for the answer", async () => {
    await type("name", "茶");
    await type("figure", "3");
    await send(2);
    await send();
    expect(sent).toHaveLength(1);
  });

  it("shows what the server says of a field at that field, until it is changed", async () => {
    await type("name", "茶");
    await type("figure", "3");
    await send();
    await answer(
      refusal([
        { path: "address.city", message: "没有这个城市" },
        { path: "pieces", message: "没有这么多" },
      ]),
    );
    expect(faultOf("address.city")).toBe("没有这个城市");
    expect(faultOf("figure")).toBe("没有这么多");
    expect(document.activeElement).toBe(field("address.city"));
    expect(body.querySelector("[role=alert]")?.textContent).toBe("");
    await type("address.city", "苏州");
    expect(faultOf("address.city")).toBeNull();
    await send();
    expect(sent).toHaveLength(2);
  });

  it("shows as a whole what the server says of anything else", async () => {
    await type("name", "茶");
    await type("figure", "3");
    await send();
    await answer(refusal([{ path: "memberId", message: "unknown" }]));
    expect(body.querySelector("[role=alert]")?.textContent).not.toBe("");
    expect(body.querySelector("[aria-invalid]")).toBeNull();
  });

  it("keeps what was typed, and follows what was read since everywhere else", async () => {
    await type("name", "茶");
    await show({ ...initial, name: "咖啡", note: "新" });
    expect(field("name")?.value).toBe("茶");
    expect(field("note")?.value).toBe("新");
    expect(hasUnsavedWork()).toBe(true);
    await type("name", "咖啡");
    expect(hasUnsavedWork()).toBe(false);
  });

  it("lets go of whoever leaves unless something typed would be lost", async () => {
    expect(hasUnsavedWork()).toBe(false);
    await type("note", "半句");
    expect(hasUnsavedWork()).toBe(true);
    const leaving = askToLeave();
    expect(isAsking()).toBe(true);
    answerQuestion(false);
    expect(await leaving).toBe(false);
    // Typed back to what it was, it is no change.
    await type("note", "");
    expect(hasUnsavedWork()).toBe(false);
    expect(await askToLeave()).toBe(true);

    await type("name", "茶");
    await type("figure", "3");
    await send();
    expect(hasUnsavedWork()).toBe(false);
    await answer(refusal([]));
    expect(hasUnsavedWork()).toBe(true);
  });
});
