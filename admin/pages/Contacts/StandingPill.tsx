import type { StatusVariant } from '@strapi/design-system';
import type { Standing } from '../../../server/contracts/contacts';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';

const VARIANTS: Record<Standing, StatusVariant> = {
  registered: 'success',
  invited: 'secondary',
  waiting: 'warning',
  disabled: 'danger',
};

export function StandingPill({ standing }: { standing: Standing }) {
  const t = useWords();
  return <Pill variant={VARIANTS[standing]}>{t(`contacts.standing.${standing}`)}</Pill>;
}
