"use client";

import { AlertDialog } from "radix-ui";
import { buttonClass } from "./button-class";
import { answerQuestion } from "./unsaved-work";

export interface LeaveWords {
  title: string;
  text: string;
  stay: string;
  leave: string;
}

interface LeaveQuestionProps extends LeaveWords {
  asking: boolean;
}

export function LeaveQuestion({ asking, title, text, stay, leave }: LeaveQuestionProps) {
  return (
    <AlertDialog.Root
      open={asking}
      onOpenChange={(open) => (open ? undefined : answerQuestion(false))}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-70 bg-veil" />
        <AlertDialog.Content className="enter fixed inset-x-4 top-0 bottom-0 z-70 m-auto h-fit max-w-sm rounded-xl bg-surface p-6 shadow-overlay sm:inset-x-0">
          <AlertDialog.Title className="text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-ink-soft text-sm">
            {text}
          </AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={buttonClass("primary")}>{stay}</AlertDialog.Cancel>
            <AlertDialog.Action
              className={buttonClass("secondary")}
              // Before Radix closes, which is the other answer.
              onClick={() => answerQuestion(true)}
            >
              {leave}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
