import { SearchField } from '../../components/SearchField';
import { useWords } from '../../useWords';
import type { ListAddress } from './useListAddress';

export function TicketSearch({ address }: { address: ListAddress }) {
  const t = useWords();
  return (
    <SearchField
      label={t('list.search')}
      placeholder={t('list.searchHint')}
      value={address.query.q}
      onSearch={(q) => address.change({ q })}
    />
  );
}
