import { type FormEvent, useEffect, useState } from 'react';
import { SearchForm, Searchbar } from '@strapi/design-system';
import { useWords } from '../useWords';

interface Props {
  /** What the search is for; said to screen readers. */
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
}

/** Searches on Enter, and shows everything again when it is cleared. */
export function SearchField({ label, placeholder, value, onSearch }: Props) {
  const t = useWords();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };

  return (
    <SearchForm onSubmit={submit} style={{ width: '28rem', maxWidth: '100%' }}>
      <Searchbar
        name="q"
        value={text}
        maxLength={200}
        placeholder={placeholder}
        clearLabel={t('records.searchClear')}
        onChange={(event) => setText(event.target.value)}
        onClear={() => {
          setText('');
          onSearch('');
        }}
      >
        {label}
      </Searchbar>
    </SearchForm>
  );
}
