import { type FormEvent, useEffect, useState } from 'react';
import { SearchForm, Searchbar } from '@strapi/design-system';
import { useWords } from '../../useWords';
import type { ListAddress } from './useListAddress';

export function TicketSearch({ address }: { address: ListAddress }) {
  const t = useWords();
  const { query, change } = address;
  const [text, setText] = useState(query.q);
  useEffect(() => setText(query.q), [query.q]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    change({ q: text.trim() });
  };

  return (
    <SearchForm onSubmit={submit}>
      <Searchbar
        name="q"
        value={text}
        maxLength={200}
        placeholder={t('list.searchHint')}
        clearLabel={t('list.searchClear')}
        onChange={(event) => setText(event.target.value)}
        onClear={() => {
          setText('');
          change({ q: '' });
        }}
      >
        {t('list.search')}
      </Searchbar>
    </SearchForm>
  );
}
