import { NextIntlClientProvider } from "next-intl";
import { act } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, describe, expect, it } from "vitest";
import ErrorPage from "../error";
import { ShownBrand } from "./shown-brand";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const messages = {
  common: {
    state: {
      errorTitle: "出错了",
      errorText: "请再试一次。",
      retry: "再试一次",
      reference: "编号 {requestId}",
    },
  },
};

async function shown(page: React.ReactNode): Promise<HTMLElement> {
  const place = document.body.appendChild(document.createElement("div"));
  await act(async () =>
    createRoot(place).render(
      <NextIntlClientProvider locale="zh-CN" timeZone="UTC" now={new Date(0)} messages={messages}>
        {page}
      </NextIntlClientProvider>,
    ),
  );
  return place;
}

describe("a page that failed", () => {
  const { dataset } = document.documentElement;
  afterEach(() => {
    delete dataset.seal;
    delete dataset.logo;
    document.body.replaceChildren();
  });

  it("has the shop’s seal, what to name when asking for help, and the way to try again", async () => {
    dataset.seal = "禾";
    let tried = 0;
    const error = Object.assign(new Error("inside"), { digest: "1234" });
    const page = await shown(<ErrorPage error={error} retry={() => (tried += 1)} />);
    expect(page.textContent).toBe("禾出错了请再试一次。编号 1234再试一次");
    await act(async () => page.querySelector("button")?.click());
    expect(tried).toBe(1);
  });

  it("has the logo instead where there is one, and nothing where nobody knows", async () => {
    Object.assign(dataset, { seal: "禾", logo: "abc.webp" });
    expect((await shown(<ShownBrand />)).querySelector("img")?.getAttribute("src")).toBe(
      "/api/logo/abc.webp",
    );
    delete dataset.seal;
    delete dataset.logo;
    expect((await shown(<ShownBrand />)).textContent).toBe("");
  });
});
