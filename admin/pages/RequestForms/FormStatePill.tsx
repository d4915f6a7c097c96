import type { FormState } from '../../../server/contracts/request-forms';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS = { draft: 'secondary', published: 'success', changed: 'warning' } as const;

export function FormStatePill({ state }: { state: FormState }) {
  const t = useWords();
  return <Pill variant={VARIANTS[state]}>{t(`requestForms.state.${state}`)}</Pill>;
}
