import { useCallback } from 'react';
import type { ImportField } from '../../../server/contracts/transfers';
import { useWords, type Word } from '../../useWords';

/** What a field of an import is called. */
export function useFieldLabel(fields: ImportField[]): (key: string) => string {
  const t = useWords();
  return useCallback(
    (key) =>
      fields.find((field) => field.key === key)?.label || t(`transfers.field.${key}` as Word),
    [fields, t],
  );
}
