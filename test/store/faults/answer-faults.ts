/** A request, or the answer to it, goes wrong alone: the same for every store. */
import type { FaultOutcome, StoreFaultCase } from './fault-case.ts';
import { struckBy, type FaultedService, type Moment } from './faulted-service.ts';

/** What a request meets; the server has done it in those that are made. */
export type AnswerName =
  | 'lost'
  | 'unanswered'
  | 'timed_out'
  | 'made_and_timed_out'
  | 'change_timed_out'
  | 'change_made_and_timed_out'
  | 'cut'
  | 'overloaded';

export function answerFaults<Answer>(
  service: FaultedService<Answer>,
  answers: Readonly<Record<AnswerName, Answer>>,
): readonly StoreFaultCase[] {
  const once = (fault: string, moment: Moment, name: AnswerName): StoreFaultCase =>
    answerFault(service, {
      fault,
      moment,
      answer: answers[name],
      isStruck: (times) => times === 1,
    });
  const overloaded = { moment: 'staging', answer: answers.overloaded } as const;
  return [
    once('a write is lost on its way', 'staging', 'lost'),
    once('the answer to a write is lost', 'staging', 'unanswered'),
    once('a write times out and is not made', 'staging', 'timed_out'),
    once('a write times out and is made', 'staging', 'made_and_timed_out'),
    once('a connection breaks after a write', 'staging', 'cut'),
    once('a publication is lost on its way', 'publication', 'lost'),
    once('the answer to a publication is lost', 'publication', 'unanswered'),
    once('a publication times out and is not made', 'publication', 'change_timed_out'),
    once('a publication times out and is made', 'publication', 'change_made_and_timed_out'),
    once('a connection breaks after a publication', 'publication', 'cut'),
    once('the intent is announced and the answer is lost', 'intent', 'unanswered'),
    answerFault(service, {
      ...overloaded,
      fault: 'the cluster is overloaded',
      isStruck: (times) => times % 3 === 1,
    }),
    answerFault(service, {
      ...overloaded,
      fault: 'the cluster is overloaded for good',
      outcome: 'unavailable',
      isStruck: () => true,
    }),
  ];
}

type AnswerFault<Answer> = {
  readonly fault: string;
  readonly outcome?: FaultOutcome;
  readonly moment: Moment;
  readonly answer: Answer;
  /** @param times how many requests of the moment there were, this one included. */
  readonly isStruck: (times: number) => boolean;
};

export function answerFault<Answer>(
  service: FaultedService<Answer>,
  { fault, outcome = 'published', moment, answer, isStruck }: AnswerFault<Answer>,
): StoreFaultCase {
  return {
    fault,
    outcome,
    async strike() {
      let times = 0;
      let isDone = false;
      const watch = await service.openWatch(service.server, (found) => {
        if (found !== moment || !isStruck((times += 1))) return undefined;
        isDone = true;
        return answer;
      });
      return struckBy({ ...watch, isDone: () => isDone }, service);
    },
  };
}
