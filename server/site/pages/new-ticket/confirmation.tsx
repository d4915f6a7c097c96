import { wordIn } from '../../../rules/property-values';
import { h } from '../../html';
import { Notice } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import { query, type SiteRequest } from '../../request';

/** What the form says after it was sent, else what every page says of what was done. */
export function Confirmation({ request }: { request: SiteRequest }) {
  const { services, session, language } = request;
  const slug = query(request, 'done') === 'created' ? query(request, 'form') : '';
  const form =
    session && slug !== ''
      ? services.requestForms
          .shown(session.viewer.portal, session.viewer)
          .find((one) => one.slug === slug)
      : undefined;
  const text = wordIn(form?.content.confirmation ?? {}, language);
  if (text === '') return <Notice request={request} />;
  return (
    <div class="notice" role="status">
      {renderMessage(text)}
    </div>
  );
}
