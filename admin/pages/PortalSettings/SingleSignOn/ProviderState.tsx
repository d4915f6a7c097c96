import { stateOfProvider } from '../../../../server/rules/identity-providers';
import { Pill } from '../../../components/Pill';
import { useWords } from '../../../useWords';

const VARIANTS = {
  on: 'success',
  'on-unverified': 'warning',
  off: 'neutral',
  unverified: 'secondary',
} as const;

/** Whether people sign in by a provider, and whether it was tried since it was changed. */
export function ProviderState({ provider }: { provider: { isOn: boolean; verifiedAt: number } }) {
  const t = useWords();
  const state = stateOfProvider(provider);
  return <Pill variant={VARIANTS[state]}>{t(`sso.state.${state}`)}</Pill>;
}
