import type { AuditEntry } from '../../../server/contracts/audit-log';
import { useValueWords, useWords } from '../../useWords';

/** What an entry says happened: in words of its own, else made of what it is about and what became of it. */
export function useAuditSentence() {
  const t = useWords();
  const wordOf = useValueWords();
  return ({ action }: Pick<AuditEntry, 'action'>): string => {
    const own = wordOf('audit.action', action);
    if (own !== action) return own;
    const [noun = '', verb = ''] = action.split('.');
    return t('audit.composed', {
      noun: wordOf('audit.noun', noun),
      verb: wordOf('audit.verb', verb),
    });
  };
}
