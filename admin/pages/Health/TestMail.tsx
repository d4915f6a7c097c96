import { useState } from 'react';
import { Button, Flex, Typography } from '@strapi/design-system';
import { Mail } from '@strapi/icons';
import type { TestMailAnswer } from '../../../server/contracts/health';
import { useErrorText } from '../../services/errors';
import { createRecord } from '../../services/records';
import { useWords } from '../../useWords';

/** Sends a mail to the admin's own address the way every mail goes, and says what became of it. */
export function TestMail({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const textOf = useErrorText();
  const [isBusy, setIsBusy] = useState(false);
  const [answer, setAnswer] = useState<TestMailAnswer | null>(null);
  const [error, setError] = useState('');

  async function send(): Promise<void> {
    setIsBusy(true);
    setAnswer(null);
    setError('');
    try {
      setAnswer(await createRecord<TestMailAnswer>('/health/test-mail', {}));
      onDone();
    } catch (problem) {
      setError(textOf(problem));
    } finally {
      setIsBusy(false);
    }
  }

  const isGood = answer?.outcome === 'sent' || answer?.outcome === 'shown';
  return (
    <Flex gap={3} wrap="wrap" alignItems="center">
      <Button variant="secondary" startIcon={<Mail />} loading={isBusy} onClick={() => void send()}>
        {t('health.testMail')}
      </Button>
      <Typography
        role="status"
        variant="pi"
        textColor={error !== '' || (answer && !isGood) ? 'danger600' : 'neutral700'}
      >
        {error}
        {answer && t(`health.testMail.${answer.outcome}`, { to: answer.to, error: answer.error })}
      </Typography>
    </Flex>
  );
}
