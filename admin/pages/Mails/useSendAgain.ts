import { useNotification } from '@strapi/strapi/admin';
import { sendMailsAgain } from '../../services/mails';
import { useErrorText } from '../../services/errors';
import { useWords } from '../../useWords';

/** Tries failed mails again (null: every one) and says what became of them. */
export function useSendAgain(onDone: () => void) {
  const t = useWords();
  const textOf = useErrorText();
  const { toggleNotification } = useNotification();
  return async (mails: string[] | null): Promise<void> => {
    try {
      const { sent, over } = await sendMailsAgain(mails);
      toggleNotification({
        type: over > 0 ? 'warning' : 'success',
        message: t('mails.sentAgain', { sent, over }),
      });
    } catch (error) {
      toggleNotification({ type: 'danger', message: textOf(error) });
    }
    onDone();
  };
}
