import { CHANGEABLE_MAILS, type ChangeableMail } from '../../contracts/portal-settings';
import { normaliseAddress } from '../../rules/address';
import { mailTextProblems } from '../../rules/mail-values';
import { refusedAll } from '../refusals';
import type { SettingsCheck } from './check';

const isChangeable = (mail: string): mail is ChangeableMail =>
  CHANGEABLE_MAILS.some((one) => one === mail);

/** Refuses texts and a sender that could not be sent; keeps only texts that differ from the built-in ones. */
export const checkMails: SettingsCheck<'mails'> = ({ texts, senderAddress, ...rest }) => {
  const problems: { path: string; message: string }[] = [];
  const address = normaliseAddress(senderAddress);
  if (senderAddress !== '' && address === '')
    problems.push({
      path: 'senderAddress',
      message: 'Enter an e-mail address, such as support@example.com, or leave it empty.',
    });
  const kept: typeof texts = {};
  for (const [mail, languages] of Object.entries(texts)) {
    if (!isChangeable(mail)) {
      problems.push({ path: `texts.${mail}`, message: 'There is no such mail.' });
      continue;
    }
    for (const [language, own] of Object.entries(languages)) {
      if (own.subject === '' && own.text.trim() === '') continue;
      for (const { field, message } of mailTextProblems(mail, own))
        problems.push({ path: `texts.${mail}.${language}.${field}`, message });
      kept[mail] = { ...kept[mail], [language]: own };
    }
  }
  refusedAll(problems);
  return Promise.resolve({ ...rest, senderAddress: address, texts: kept });
};
