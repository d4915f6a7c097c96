import { SubNav } from '@strapi/strapi/admin';
import { Flex } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { styled } from 'styled-components';
import { useWords } from '../useWords';
import { useNavEntries } from './navEntries';

export function PortalNav() {
  const t = useWords();
  const { sections } = useNavEntries();
  return (
    <SubNav.Main aria-label={t('plugin.name')}>
      <SubNav.Header label={t('plugin.name')} />
      <SubNav.Content>
        <SubNav.Sections>
          {sections.map(({ label, entries }) => (
            <SubNav.Section key={label} label={label}>
              {entries.map(({ to, label: name }) => (
                <SubNav.Link key={to} to={to} label={name} />
              ))}
            </SubNav.Section>
          ))}
        </SubNav.Sections>
      </SubNav.Content>
    </SubNav.Main>
  );
}

const NarrowBar = styled(Flex)`
  row-gap: 0;

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
  const entries = useNavEntries().sections.flatMap((section) => section.entries);
  if (entries.length < 2) return null;
  return (
    <NarrowBar
      tag="nav"
      aria-label={t('plugin.name')}
      gap={5}
      wrap="wrap"
      paddingLeft={4}
      paddingRight={4}
    >
      {entries.map(({ to, label }) => (
        <NavLink key={to} to={to}>
          {label}
        </NavLink>
      ))}
    </NarrowBar>
  );
}
