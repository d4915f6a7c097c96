import { Button, Flex, Typography } from '@strapi/design-system';
import type { ChangeableMail } from '../../../server/contracts/portal-settings';
import { MAIL_VALUES } from '../../../server/rules/mail-values';
import { useWords } from '../../useWords';

interface Props {
  mail: ChangeableMail;
  isDisabled: boolean;
  onInsert: (name: string) => void;
}

/** The names that a mail's text may hold; a press puts one at its end. */
export function MailValues({ mail, isDisabled, onInsert }: Props) {
  const t = useWords();
  return (
    <Flex
      direction="column"
      alignItems="flex-start"
      gap={2}
      role="group"
      aria-label={t('settings.mails.values')}
    >
      <Typography variant="pi" fontWeight="bold">
        {t('settings.mails.values')}
      </Typography>
      <Flex gap={2} wrap="wrap">
        {MAIL_VALUES[mail].values.map((name) => (
          <Button
            key={name}
            size="S"
            variant="secondary"
            disabled={isDisabled}
            onClick={() => onInsert(name)}
          >
            {`{${name}}`}
          </Button>
        ))}
      </Flex>
    </Flex>
  );
}
