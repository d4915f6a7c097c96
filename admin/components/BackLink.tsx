import { Link } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { NavLink, parsePath, useLocation } from 'react-router-dom';
import { paths } from '../plugin';
import { useWords } from '../useWords';

/** Back to a list with the filters it had; without `to` to the list of tickets. */
export function BackLink({ to = paths.helpDesk, label }: { to?: string; label?: string }) {
  const t = useWords();
  const { state } = useLocation();
  const target = parsePath(to);
  const search = typeof state?.listSearch === 'string' ? state.listSearch : target.search;
  return (
    <Link tag={NavLink} to={{ ...target, search }} startIcon={<ArrowLeft />}>
      {label ?? t('ticket.back')}
    </Link>
  );
}
