import { VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { ProviderDetail } from '../../../../server/contracts/identity-providers';
import { missingFields } from '../../../../server/rules/identity-providers';
import { StepMark } from '../../../components/StepMark';
import { useWords } from '../../../useWords';

export const PROVIDER_STEPS = ['to', 'from', 'verify', 'who', 'on'] as const;
export type ProviderStep = (typeof PROVIDER_STEPS)[number];
export const stepId = (step: ProviderStep) => `provider-step-${step}`;

const List = styled.ol`
  display: flex;
  flex-wrap: wrap;
  gap: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[5]}`};
  list-style: none;
  padding: 0;
  font-size: 1.4rem;

  button {
    display: flex;
    align-items: center;
    gap: ${({ theme }) => theme.spaces[2]};
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: ${({ theme }) => theme.colors.neutral800};
    cursor: pointer;
  }

  button:hover {
    text-decoration: underline;
  }
`;

/** The five steps, which of them are done, and the way to each. */
export function ProviderProgress({ provider }: { provider: ProviderDetail }) {
  const t = useWords();
  const isVerified = provider.verifiedAt > 0;
  const isFilled = missingFields(provider.kind, provider.settings).length === 0;
  const done: Record<ProviderStep, boolean> = {
    to: isVerified,
    from: isFilled && !provider.isSecretLost,
    verify: isVerified && !provider.isSecretLost,
    who: provider.isOn,
    on: provider.isOn,
  };
  const go = (step: ProviderStep) => {
    const section = document.getElementById(stepId(step));
    section?.scrollIntoView({ block: 'start' });
    section?.focus({ preventScroll: true });
  };
  return (
    <nav aria-label={t('sso.steps')}>
      <List>
        {PROVIDER_STEPS.map((step, index) => (
          <li key={step}>
            <button type="button" onClick={() => go(step)}>
              <StepMark number={index + 1} isTicked={done[step]} isDone={done[step]} />
              {t(`sso.step.${step}`)}
              {done[step] && <VisuallyHidden>{t('sso.stepDone')}</VisuallyHidden>}
            </button>
          </li>
        ))}
      </List>
    </nav>
  );
}
