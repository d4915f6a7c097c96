import type { ReactNode } from 'react';
import { FormSection } from '../../../components/RecordFormPage';
import { useWords } from '../../../useWords';
import { PROVIDER_STEPS, stepId, type ProviderStep } from './ProviderProgress';

/** One of the five steps: its box can be gone to from the list of them. */
export function StepSection({
  step,
  hint,
  children,
}: {
  step: ProviderStep;
  hint?: string;
  children: ReactNode;
}) {
  const t = useWords();
  const title = `${PROVIDER_STEPS.indexOf(step) + 1}. ${t(`sso.step.${step}`)}`;
  return (
    <div id={stepId(step)} tabIndex={-1} style={{ outline: 'none', scrollMarginTop: '1.6rem' }}>
      <FormSection title={title} {...(hint ? { hint } : {})}>
        {children}
      </FormSection>
    </div>
  );
}
