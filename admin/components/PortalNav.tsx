import { SubNav, useRBAC } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { permissions } from '../permissions';
import { paths } from '../plugin';
import { useWords } from '../useWords';

const PERMISSIONS = [
  ...permissions.ticketRead,
  ...permissions.ticketCreate,
  ...permissions.mailRead,
];

function useEntries() {
  const t = useWords();
  const { allowedActions } = useRBAC(PERMISSIONS);
  return [
    { to: paths.helpDesk, label: t('nav.helpDesk'), isShown: allowedActions.canTicketRead },
    // Who reads tickets opens one from the list.
    {
      to: paths.newTicket,
      label: t('new.title'),
      isShown: allowedActions.canTicketCreate && !allowedActions.canTicketRead,
    },
    { to: paths.mails, label: t('nav.mails'), isShown: allowedActions.canMailRead },
  ].filter(({ isShown }) => isShown);
}

export function PortalNav() {
  const t = useWords();
  const entries = useEntries();
  return (
    <SubNav.Main aria-label={t('plugin.name')}>
      <SubNav.Header label={t('plugin.name')} />
      <SubNav.Content>
        <SubNav.Sections>
          {[
            <SubNav.Section key="pages" label={t('nav.support')}>
              {entries.map(({ to, label }) => (
                <SubNav.Link key={to} to={to} label={label} />
              ))}
            </SubNav.Section>,
          ]}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}

const NarrowBar = styled(Flex)`
  ${({ theme }) => theme.breakpoints.medium} {
    display: none;
  }

  a {
    color: ${({ theme }) => theme.colors.neutral800};
    text-decoration: none;
    font-size: 1.4rem;
    padding-block: ${({ theme }) => theme.spaces[3]};
  }

  a[aria-current='page'] {
    color: ${({ theme }) => theme.colors.primary600};
    box-shadow: inset 0 -2px 0 ${({ theme }) => theme.colors.primary600};
  }
`;

/** Strapi hides the side navigation on narrow screens; this bar stands in for it. */
export function NarrowNav() {
  const t = useWords();
  const entries = useEntries();
  if (entries.length < 2) return null;
  return (
    <NarrowBar tag="nav" aria-label={t('plugin.name')} gap={5} paddingLeft={4} paddingRight={4}>
      {entries.map(({ to, label }) => (
        <NavLink key={to} to={to}>
          {label}
        </NavLink>
      ))}
    </NarrowBar>
  );
}
