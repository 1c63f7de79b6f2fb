import { NextIntlClientProvider } from "next-intl";
import { act, useState } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Button } from "./button";
import { FileInput } from "./file-input";
import { Input } from "./input";
import { Textarea } from "./textarea";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const files: (string | undefined)[] = [];

function Form() {
  const [name, setName] = useState("old");
  const [note, setNote] = useState("");
  return (
    <form>
      <Input name="name" value={name} onChange={({ target }) => setName(target.value)} />
      <Textarea name="note" value={note} onChange={({ target }) => setNote(target.value)} />
      <FileInput name="file" onChoose={(file) => files.push(file?.name)} />
      <Button type="submit">send</Button>
      <Button>other</Button>
      <p>{`${name}|${note}`}</p>
    </form>
  );
}

const page = (
  <NextIntlClientProvider
    locale="en"
    messages={{ shell: { file: { choose: "Choose", other: "Other", none: "None" } } }}
  >
    <Form />
  </NextIntlClientProvider>
);

describe("a page that is used before it listens", () => {
  let body: HTMLElement;
  let root: Root;

  beforeEach(() => {
    files.length = 0;
    body = document.body.appendChild(document.createElement("div"));
    body.innerHTML = renderToString(page);
  });

  afterEach(async () => {
    await act(() => root.unmount());
    body.remove();
  });

  const field = <Element extends HTMLElement>(name: string) =>
    body.querySelector<Element>(`[name="${name}"]`);
  const listen = () =>
    act(() => {
      root = hydrateRoot(body, page);
    });

  it("knows what was typed", async () => {
    const name = field<HTMLInputElement>("name");
    const note = field<HTMLTextAreaElement>("note");
    if (name) name.value = "林";
    if (note) note.value = "first\nsecond";
    await listen();
    expect(body.querySelector("p")?.textContent).toBe("林|first\nsecond");
    expect([name?.value, note?.value]).toEqual(["林", "first\nsecond"]);
  });

  it("knows that a field was emptied", async () => {
    const name = field<HTMLInputElement>("name");
    if (name) name.value = "";
    await listen();
    expect(body.querySelector("p")?.textContent).toBe("|");
  });

  it("knows which file was chosen", async () => {
    const chosen = new DataTransfer();
    chosen.items.add(new File(["a"], "points.csv"));
    const file = field<HTMLInputElement>("file");
    if (file) file.files = chosen.files;
    await listen();
    expect(files).toEqual(["points.csv"]);
  });

  it("is sent by nobody before, as the browser would put what was typed into the address", async () => {
    const buttons = () => [...body.querySelectorAll("button")].map(({ disabled }) => disabled);
    expect(buttons()).toEqual([true, false]);
    await listen();
    expect(buttons()).toEqual([false, false]);
  });

  it("says nothing where nobody was quicker", async () => {
    await listen();
    expect(body.querySelector("p")?.textContent).toBe("old|");
    expect(files).toEqual([]);
  });
});
