import { useMemo } from 'react';
import type { Option } from '../../components/Choice';
import { useWords } from '../../useWords';

/** What a file may hold. */
export function useSubjectOptions(): Option[] {
  const t = useWords();
  return useMemo(
    () => [
      { value: 'contact', label: t('transfers.contacts') },
      { value: 'company', label: t('transfers.companies') },
      { value: 'ticket', label: t('transfers.tickets') },
    ],
    [t],
  );
}
