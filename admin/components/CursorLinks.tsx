import { Flex, LinkButton } from '@strapi/design-system';
import { Link, useSearchParams } from 'react-router-dom';
import { useWords } from '../useWords';

/** Pages know only what follows; the browser's Back button is the way to the page before. */
export function CursorLinks({ nextCursor }: { nextCursor: string | null }) {
  const t = useWords();
  const [params] = useSearchParams();
  const at = (cursor: string | null) => {
    const next = new URLSearchParams(params);
    if (cursor) next.set('cursor', cursor);
    else next.delete('cursor');
    return { search: next.toString() };
  };
  if (!params.has('cursor') && !nextCursor) return null;
  return (
    <Flex tag="nav" aria-label={t('pages.label')} justifyContent="flex-end" gap={2} paddingTop={4}>
      {params.has('cursor') && (
        <LinkButton tag={Link} variant="tertiary" to={at(null)}>
          {t('pages.first')}
        </LinkButton>
      )}
      {nextCursor && (
        <LinkButton tag={Link} variant="tertiary" to={at(nextCursor)}>
          {t('pages.next')}
        </LinkButton>
      )}
    </Flex>
  );
}
