import { VisuallyHidden } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import {
  SETUP_STEPS,
  type PortalDetail,
  type SetupStep,
} from '../../../../server/contracts/portals';
import { paths } from '../../../plugin';
import { StepMark } from '../../../components/StepMark';
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
              <StepMark number={index + 1} isTicked={isDone} isFilled={step === current} />
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
