import type { PortalState as State } from '../../../server/contracts/portals';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS = { draft: 'secondary', live: 'success', paused: 'warning' } as const;

export function PortalState({ state }: { state: State }) {
  const t = useWords();
  return <Pill variant={VARIANTS[state]}>{t(`portals.state.${state}`)}</Pill>;
}
