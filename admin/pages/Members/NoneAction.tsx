import { LinkButton } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { MemberPortal } from '../../../server/contracts/members';
import { paths } from '../../plugin';
import { useWords } from '../../useWords';

interface Props {
  portal: MemberPortal;
  can: { readPortals: boolean; readGroups: boolean };
}

/** Where to go when nobody is there yet. */
export function NoneAction({ portal, can }: Props) {
  const t = useWords();
  const [group] = portal.groups;
  if (portal.control !== 'self-registration' && group)
    return can.readGroups ? (
      <LinkButton tag={Link} variant="secondary" to={paths.accessGroup(group.id)}>
        {t('members.openGroup', { group: group.name })}
      </LinkButton>
    ) : null;
  return can.readPortals ? (
    <LinkButton tag={Link} variant="secondary" to={paths.portal(portal.id, 'access')}>
      {t('members.openAccess')}
    </LinkButton>
  ) : null;
}
