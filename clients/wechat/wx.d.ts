/** The few functions of the platform that this example uses, as its documents say. */

export interface RequestAnswer {
  statusCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: the platform says no more; api.js gives it its type
  data: any;
}

export type Request = (options: {
  url: string;
  method: "GET" | "POST";
  header: Record<string, string>;
  data?: string | undefined;
  dataType: "json";
  timeout: number;
  success: (answer: RequestAnswer) => void;
  fail: () => void;
}) => void;

declare global {
  /** In a mini-program these are there without an import. */
  const wx: {
    request: Request;
    login(options: { success: (answer: { code: string }) => void; fail: () => void }): void;
    showToast(options: { title: string; icon: "none" | "success" }): void;
    showModal(options: {
      title: string;
      content: string;
      success: (answer: { confirm: boolean }) => void;
    }): void;
    navigateTo(options: { url: string }): void;
    stopPullDownRefresh(): void;
  };

  /** What a page is to the functions in it: its data, and the way to change it. */
  interface WechatPage<Data> {
    data: Data;
    setData(changes: Partial<Data>): void;
  }

  function Page<Data extends object, Methods extends object>(
    page: { data: Data } & Methods & ThisType<Methods & WechatPage<Data>>,
  ): void;

  function App<Own extends object>(app: Own & ThisType<Own>): void;
}
