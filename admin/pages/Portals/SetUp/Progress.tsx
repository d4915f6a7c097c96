import { VisuallyHidden } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import {
  SETUP_STEPS,
  type PortalDetail,
  type SetupStep,
} from '../../../../server/contracts/portals';
import { paths } from '../../../plugin';
import { useWords } from '../../../useWords';

const List = styled.ol`
  display: flex;
  flex-wrap: wrap;
  gap: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[6]}`};
  list-style: none;
  padding: 0;
  font-size: 1.4rem;

  li > * {
    display: flex;
    align-items: center;
    gap: ${({ theme }) => theme.spaces[2]};
    color: ${({ theme }) => theme.colors.neutral700};
    text-decoration: none;
  }

  a:hover {
    text-decoration: underline;
  }

  [aria-current='step'] {
    color: ${({ theme }) => theme.colors.primary600};
    font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  }
`;

const Mark = styled.span<{ $isFilled: boolean }>`
  display: inline-flex;
  align-items: center;
  justify-content: center;
  flex: none;
  width: 2.4rem;
  height: 2.4rem;
  border-radius: 50%;
  border: 1px solid currentColor;
  font-size: 1.2rem;
  font-weight: ${({ theme }) => theme.fontWeights.semiBold};
  ${({ $isFilled, theme }) =>
    $isFilled &&
    `background: ${theme.colors.primary600}; border-color: ${theme.colors.primary600}; color: ${theme.colors.neutral0};`}

  path {
    fill: currentColor;
  }
`;

/** The steps in their order; each can be gone to once there is a name, since all others have a default. */
export function Progress({ current, portal }: { current: SetupStep; portal: PortalDetail | null }) {
  const t = useWords();
  const reached = SETUP_STEPS.indexOf(portal?.step ?? 'name');
  return (
    <nav aria-label={t('setup.steps')}>
      <List>
        {SETUP_STEPS.map((step, index) => {
          const isDone = index < reached && step !== current;
          const inside = (
            <>
              <Mark aria-hidden $isFilled={step === current}>
                {isDone ? <Check width="1.2rem" height="1.2rem" /> : index + 1}
              </Mark>
              {t(`setup.step.${step}`)}
              {isDone && <VisuallyHidden>{t('setup.done')}</VisuallyHidden>}
            </>
          );
          const isLink = portal !== null && step !== current;
          return (
            <li key={step}>
              {isLink ? (
                <Link to={paths.portalSetup(portal.id, step)}>{inside}</Link>
              ) : (
                <span aria-current={step === current ? 'step' : undefined}>{inside}</span>
              )}
            </li>
          );
        })}
      </List>
    </nav>
  );
}
