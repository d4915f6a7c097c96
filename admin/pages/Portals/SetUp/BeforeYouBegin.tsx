import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';
import type { Health } from '../../../../server/contracts/health';
import { RecordLink } from '../../../components/RecordLink';
import { paths } from '../../../plugin';
import { api } from '../../../services/api';
import { useErrorText } from '../../../services/errors';
import { useRead } from '../../../services/useRead';
import { useWords, type Word } from '../../../useWords';

/** What of the server is wrong, so that nobody sets up a portal that cannot work; it keeps nobody from going on. */
export function BeforeYouBegin() {
  const t = useWords();
  const textOf = useErrorText();
  const { data, error } = useRead<Health>(api('/health'));
  const wrong = data?.checks.filter(({ state }) => state === 'bad') ?? [];
  const isGood = data !== undefined && wrong.length === 0;
  const words = () => {
    if (data)
      return isGood ? t('setup.before.good') : t('setup.before.wrong', { count: wrong.length });
    return error ? textOf(error) : t('setup.before.checking');
  };
  const Icon = isGood ? CheckCircle : WarningCircle;
  return (
    <Box
      tag="section"
      aria-labelledby="before-you-begin"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Flex direction="column" alignItems="stretch" gap={2}>
        <Typography tag="h2" variant="delta" id="before-you-begin">
          {t('setup.before.title')}
        </Typography>
        <Flex gap={2} alignItems="center" role="status">
          {data && <Icon fill={isGood ? 'success600' : 'danger600'} aria-hidden />}
          <Typography>{words()}</Typography>
        </Flex>
        {wrong.length > 0 && (
          <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
            {wrong.map((check) => (
              <li key={check.name}>
                <Typography>
                  {`${t(`health.${check.name}`)}: ${t(
                    // Codes are the server's; each has its words.
                    `health.${check.name}.${check.code}` as Word,
                    { detail: check.detail },
                  )}`}
                </Typography>
              </li>
            ))}
          </Box>
        )}
        <Typography variant="pi" textColor="neutral600">
          {wrong.length > 0 && `${t('setup.before.goOn')} `}
          <RecordLink to={paths.health}>{t('setup.before.link')}</RecordLink>
        </Typography>
      </Flex>
    </Box>
  );
}
