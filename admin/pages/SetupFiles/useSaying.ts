import type { SetupItem, SetupQuestion } from '../../../server/contracts/setup-files';
import { useWords, type Word } from '../../useWords';

type Named = Pick<SetupItem, 'part' | 'name' | 'orderOf'>;

/** Items and questions of a set-up file in words. */
export function useSaying() {
  const t = useWords();
  const part = (name: SetupItem['part']) => t(`setupFiles.part.${name}`);
  return {
    part,
    item({ part: of, name, orderOf }: Named): string {
      if (orderOf === undefined) return name;
      const word = of === 'properties' ? t(`setupFiles.subject.${orderOf}` as Word) : orderOf;
      return t('setupFiles.orderOf', { of: word });
    },
    question: ({ name, letIn, keptOut }: SetupQuestion) =>
      t('setupFiles.question', { name, letIn, keptOut }),
  };
}
