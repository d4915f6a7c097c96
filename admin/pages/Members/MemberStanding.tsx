import { Box, Typography } from '@strapi/design-system';
import type { MemberRow } from '../../../server/contracts/members';
import { Pill } from '../../components/Pill';
import { useWords } from '../../useWords';
import { StandingPill } from '../Contacts/StandingPill';

/** The standing at a portal, and that a registered contact cannot enter all the same. */
export function MemberStanding({ standing, isLetIn }: Pick<MemberRow, 'standing' | 'isLetIn'>) {
  const t = useWords();
  if (standing === 'none') return <Pill variant="neutral">{t('contacts.standing.none')}</Pill>;
  return (
    <Box>
      <StandingPill standing={standing} />
      {standing === 'registered' && !isLetIn && (
        <Typography tag="p" variant="pi" textColor="neutral600" paddingTop={1}>
          {t('members.notLetIn')}
        </Typography>
      )}
    </Box>
  );
}
