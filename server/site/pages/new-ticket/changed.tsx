import type { PublishedForm } from '../../../services/types';
import { Fragment, h } from '../../html';
import { KeptFields, keptOf, LEFT_OVER } from '../../layout/kept-fields';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field } from '../../layout/parts';
import type { SiteRequest } from '../../request';
import { titleOf } from './form-words';

/** Why a form comes back that nobody sent anything wrong with. */
export type Change = 'same-form' | 'other-form';

/** Said first, and focused: nothing was sent, and why. */
export function ChangeNotice({
  request: { t },
  change,
  hadFiles,
}: {
  request: SiteRequest;
  change: Change;
  hadFiles: boolean;
}) {
  return (
    <div class="notice" role="alert" tabIndex={-1} autofocus>
      <p>{t(change === 'same-form' ? 'new.changed' : 'new.otherForm')}</p>
      {hadFiles && <p>{t('new.filesAgain')}</p>}
    </div>
  );
}

/** What the form has no place for, to copy from. It travels with the form until that is taken. */
export function LeftOver({ request: { t }, text }: { request: SiteRequest; text: string }) {
  if (text === '') return null;
  return (
    <Field
      id={LEFT_OVER}
      label={t('new.left')}
      help={t('new.leftHelp')}
      rows={rowsFor(text)}
      value={text}
      required={false}
      readOnly
    />
  );
}

const rowsFor = (text: string) => Math.min(12, Math.max(3, text.split('\n').length + 1));

/** Instead of a form that was taken away while somebody filled it in: what was typed, and the forms that could take it. */
export function goneHtml(
  request: SiteRequest,
  state: {
    forms: PublishedForm[];
    sent: Record<string, string>;
    text: string;
    hadFiles: boolean;
  },
): string {
  const { t, to } = request;
  const { forms, sent, text, hadFiles } = state;
  return renderPage(request, {
    title: t('new.gone'),
    current: 'tickets',
    children: (
      <div class="narrow form">
        <h1>{t('new.gone')}</h1>
        <div class="notice" role="alert" tabIndex={-1} autofocus>
          <p>{t('new.goneText')}</p>
          {forms.length > 0 && hadFiles && <p>{t('new.filesAgain')}</p>}
        </div>
        <Field
          id={LEFT_OVER}
          label={t('new.typed')}
          rows={rowsFor(text)}
          value={text}
          required={false}
          readOnly
        />
        {forms.length > 0 && (
          <>
            <p>{t('new.goOn')}</p>
            <div class="goes-on">
              {forms.map((form) => (
                <form
                  method="post"
                  enctype="multipart/form-data"
                  action={to.portal('new', form.slug)}
                >
                  <FormToken request={request} />
                  <KeptFields kept={keptOf(sent)} />
                  <button>{titleOf(request, form)}</button>
                </form>
              ))}
            </div>
          </>
        )}
        <p>
          <a href={to.portal()}>{t('ticket.back')}</a>
        </p>
      </div>
    ),
  });
}
