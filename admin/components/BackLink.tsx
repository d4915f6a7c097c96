import { Link } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { NavLink, useLocation } from 'react-router-dom';
import { paths } from '../plugin';
import { useWords } from '../useWords';

/** Back to a list with the filters it had; without `to` to the list of tickets. */
export function BackLink({ to = paths.helpDesk, label }: { to?: string; label?: string }) {
  const t = useWords();
  const { state } = useLocation();
  const search = typeof state?.listSearch === 'string' ? state.listSearch : '';
  return (
    <Link tag={NavLink} to={{ pathname: to, search }} startIcon={<ArrowLeft />}>
      {label ?? t('ticket.back')}
    </Link>
  );
}
