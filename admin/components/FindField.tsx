import { useState } from 'react';
import { useRead } from '../services/useRead';
import { useSettled } from '../services/useSettled';
import { useWords } from '../useWords';
import { ComboField, type ComboLook } from './ComboField';

const WAIT = 250;

interface Props<Data, Row extends { id: string }> extends ComboLook {
  /** What stands in the field while nothing is typed, for example the chosen record. */
  shown?: string;
  /** The address that answers for a typed beginning. */
  url: (q: string) => string;
  rowsOf: (data: Data) => Row[];
  textOf: (row: Row) => string;
  onChoose: (row: Row) => void;
  onClear?: () => void;
}

/** Finds records while typing; choosing one empties the field again. */
export function FindField<Data, Row extends { id: string }>(props: Props<Data, Row>) {
  const { url, rowsOf, shown = '', ...field } = props;
  const t = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const asked = typed?.trim() ?? '';
  const settled = useSettled(asked, WAIT);
  const { data, isLoading } = useRead<Data>(settled === '' ? null : url(settled));
  return (
    <ComboField
      {...field}
      shown={shown}
      typed={typed}
      setTyped={setTyped}
      found={settled === '' || !data ? [] : rowsOf(data)}
      isLoading={asked !== settled || (settled !== '' && isLoading)}
      none={t(asked === '' ? 'contacts.find.type' : 'contacts.find.none')}
    />
  );
}
