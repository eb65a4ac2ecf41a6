/** `if (await confirm({ title, text, act })) …`: one question at a time, asked by ConfirmHost in the root layout. */
export interface Question {
  title: string;
  text?: string;
  /** What the button says: the act itself («Удалить»), never «Да». */
  act: string;
  danger?: boolean;
  /** Asks for a line of text as well (a reason, say). */
  prompt?: { label: string; help?: string; required?: boolean };
}
export interface Answer {
  text: string;
}

interface Asked extends Question {
  answer: (value: Answer | null) => void;
}

class Confirmations {
  current = $state.raw<Asked | null>(null);

  ask(question: Question): Promise<Answer | null> {
    this.current?.answer(null);
    return new Promise((resolve) => {
      this.current = {
        ...question,
        answer: (value) => {
          this.current = null;
          resolve(value);
        },
      };
    });
  }
}

export const confirmations = new Confirmations();

/** `null` when the person thought better of it. */
export function confirm(question: Question): Promise<Answer | null> {
  return confirmations.ask(question);
}
