import { schema as accessGroupMember } from './access-group-member/schema';
import { schema as accessGroup } from './access-group/schema';
import { schema as activity } from './activity/schema';
import { schema as agent } from './agent/schema';
import { schema as announcementContact } from './announcement-contact/schema';
import { schema as announcement } from './announcement/schema';
import { schema as article } from './article/schema';
import { schema as attachment } from './attachment/schema';
import { schema as brandPicture } from './brand-picture/schema';
import { schema as calendar } from './calendar/schema';
import { schema as cannedReply } from './canned-reply/schema';
import { schema as category } from './category/schema';
import { schema as colleagueInvitation } from './colleague-invitation/schema';
import { schema as companyEmailDomain } from './company-email-domain/schema';
import { schema as company } from './company/schema';
import { schema as consentText } from './consent-text/schema';
import { schema as contactAddress } from './contact-address/schema';
import { schema as contactCompany } from './contact-company/schema';
import { schema as contactIdentity } from './contact-identity/schema';
import { schema as contact } from './contact/schema';
import { schema as conversation } from './conversation/schema';
import { schema as dataImport } from './data-import/schema';
import { schema as domain } from './domain/schema';
import { schema as identityProvider } from './identity-provider/schema';
import { schema as inboxMember } from './inbox-member/schema';
import { schema as inbox } from './inbox/schema';
import { schema as installation } from './installation/schema';
import { schema as invitation } from './invitation/schema';
import { schema as knowledgeBase } from './knowledge-base/schema';
import { schema as membership } from './membership/schema';
import { schema as message } from './message/schema';
import { schema as participant } from './participant/schema';
import { schema as passkey } from './passkey/schema';
import { schema as pipeline } from './pipeline/schema';
import { schema as portalAccessGroup } from './portal-access-group/schema';
import { schema as portal } from './portal/schema';
import { schema as propertyValue } from './property-value/schema';
import { schema as property } from './property/schema';
import { schema as requestFormVersion } from './request-form-version/schema';
import { schema as requestForm } from './request-form/schema';
import { schema as secondFactor } from './second-factor/schema';
import { schema as sitePath } from './site-path/schema';
import { schema as status } from './status/schema';
import { schema as ticket } from './ticket/schema';

/** Every content type of the plugin by its singular name. Only the knowledge base types are visible to editors. */
export const contentTypes = {
  'access-group': { schema: accessGroup },
  'access-group-member': { schema: accessGroupMember },
  activity: { schema: activity },
  agent: { schema: agent },
  announcement: { schema: announcement },
  'announcement-contact': { schema: announcementContact },
  article: { schema: article },
  attachment: { schema: attachment },
  'brand-picture': { schema: brandPicture },
  calendar: { schema: calendar },
  'canned-reply': { schema: cannedReply },
  category: { schema: category },
  'colleague-invitation': { schema: colleagueInvitation },
  company: { schema: company },
  'company-email-domain': { schema: companyEmailDomain },
  contact: { schema: contact },
  'contact-address': { schema: contactAddress },
  'contact-company': { schema: contactCompany },
  'consent-text': { schema: consentText },
  conversation: { schema: conversation },
  'data-import': { schema: dataImport },
  domain: { schema: domain },
  inbox: { schema: inbox },
  'inbox-member': { schema: inboxMember },
  installation: { schema: installation },
  invitation: { schema: invitation },
  'knowledge-base': { schema: knowledgeBase },
  membership: { schema: membership },
  message: { schema: message },
  participant: { schema: participant },
  pipeline: { schema: pipeline },
  portal: { schema: portal },
  'portal-access-group': { schema: portalAccessGroup },
  property: { schema: property },
  'property-value': { schema: propertyValue },
  'request-form': { schema: requestForm },
  'request-form-version': { schema: requestFormVersion },
  'site-path': { schema: sitePath },
  status: { schema: status },
  'identity-provider': { schema: identityProvider },
  'contact-identity': { schema: contactIdentity },
  'second-factor': { schema: secondFactor },
  passkey: { schema: passkey },
  ticket: { schema: ticket },
};
