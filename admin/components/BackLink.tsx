import { Link } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { NavLink, useLocation } from 'react-router-dom';
import { paths } from '../plugin';
import { useWords } from '../useWords';

/** Back to the list with the filters it had. */
export function BackLink() {
  const t = useWords();
  const { state } = useLocation();
  const search = typeof state?.listSearch === 'string' ? state.listSearch : '';
  return (
    <Link tag={NavLink} to={{ pathname: paths.helpDesk, search }} startIcon={<ArrowLeft />}>
      {t('ticket.back')}
    </Link>
  );
}
