import "server-only";
import { asDomainError } from "@/platform/errors";
import { largeAnswer } from "@/platform/large-answers";
import { addressOf, goingOf } from "@/platform/rest/fetch";
import { pageAnswer } from "./refusal";
import { contextOfRequest } from "./server";

/**
 * What is made for as long as somebody takes it in, such as a file of very many lines: one of theirs is on
 * its way. The place that a page has before the process is free again with its first words.
 */
export async function largePage(
  request: Request,
  make: () => Promise<Response>,
): Promise<Response> {
  const { whenGone, telling } = goingOf(request);
  const { caller } = await contextOfRequest();
  try {
    return await telling(largeAnswer({ caller, whenGone }, make));
  } catch (error) {
    if (!asDomainError(error)) throw error;
    const { body, ...said } = pageAnswer(error, request.headers, addressOf(request.headers));
    return new Response(body, said);
  }
}
