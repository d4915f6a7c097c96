import type { StatusVariant } from '@strapi/design-system';
import type { ImportState } from '../../../server/contracts/transfers';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS: Record<ImportState, StatusVariant> = {
  uploading: 'neutral',
  reading: 'primary',
  ready: 'warning',
  checking: 'primary',
  running: 'primary',
  done: 'success',
  cancelled: 'neutral',
  failed: 'danger',
};

export function ImportStatePill({ state }: { state: ImportState }) {
  const t = useWords();
  return <Pill variant={VARIANTS[state]}>{t(`transfers.state.${state}`)}</Pill>;
}
