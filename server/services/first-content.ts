import * as z from 'zod/mini';
import { formContent, type FormContent, type FormProperty } from '../contracts/request-forms';
import { snapshotOf } from '../rules/request-form-content';
import { standardWords } from './standard-words';

/** What a first boot puts there to be changed: the form of the first portal, texts for agents, two draft articles. */
const FIRST_FORM: FormContent = z.parse(formContent, {
  fields: [
    { property: 'subject', isRequired: true },
    {
      property: 'description',
      isRequired: true,
      labels: standardWords('message', 'Message', 'Message'),
    },
    { property: 'attachments' },
  ],
});

const SLUG = 'support';

/** The first form as a portal publishes it, with the properties that it asks for. */
export const firstForm = (properties: readonly FormProperty[]) => ({
  name: 'Support',
  slug: SLUG,
  draft: FIRST_FORM,
  snapshot: snapshotOf(FIRST_FORM, SLUG, properties),
});

export const CANNED_REPLIES = [
  {
    name: 'More details, please',
    bodies: {
      en: 'Thank you for writing. So that we can find the cause, please tell us:\n\n- what you did, step by step\n- what you expected, and what happened instead\n- since when, and whether it happens every time\n\nA screenshot often helps; you can attach it to your reply.',
      fr: 'Merci de nous avoir écrit. Pour que nous trouvions la cause, dites-nous :\n\n- ce que vous avez fait, étape par étape\n- ce que vous attendiez et ce qui s’est passé\n- depuis quand, et si cela se produit à chaque fois\n\nUne capture d’écran aide souvent ; vous pouvez la joindre à votre réponse.',
    },
  },
  {
    name: 'We are looking into it',
    bodies: {
      en: 'Thank you for the details. We are looking into it and will write here as soon as we know more.',
      fr: 'Merci pour ces précisions. Nous examinons la question et vous écrivons ici dès que nous en savons plus.',
    },
  },
  {
    name: 'Solved?',
    bodies: {
      en: 'This should be solved now. Please try again and tell us if anything is still open. Otherwise you can close the request yourself.',
      fr: 'Cela devrait être résolu. Essayez à nouveau et dites-nous si quelque chose reste ouvert. Sinon, vous pouvez fermer la demande vous-même.',
    },
  },
];

export const FIRST_LIBRARY = {
  title: 'Help',
  category: {
    name: 'Getting help',
    slug: 'getting-help',
    description: 'How to reach us, and what happens then.',
    rank: 0,
  },
};

export const FIRST_ARTICLES = [
  {
    title: 'How to write to us',
    slug: 'how-to-write-to-us',
    summary: 'Sign in, open a new ticket, and say what you need.',
    body: `Every request has a place of its own in the portal. You find it again there, with all answers, whenever you need it.

## Open a ticket

1. Choose **My tickets** at the top of the page and sign in with your e-mail address. If you have no password yet, or forgot it, choose *Forgotten password*.
2. Choose **New ticket**.
3. Enter a subject that says what it is about: *Invoice 2041 shows the wrong address* helps more than *Question*.
4. Describe what you need. Attach screenshots or documents if they help.
5. Send it. You get a confirmation by e-mail with the number of your ticket.

## What helps us to help you

- **What you did**, step by step, and what happened.
- **What you expected** instead.
- **Since when** it happens, and whether it happens every time.
- The exact words of an error message, or a screenshot of it.

Write one ticket for each question: each gets its own answer, and none is overlooked. Please never send passwords.`,
  },
  {
    title: 'What happens after you have written',
    slug: 'what-happens-after-you-have-written',
    summary:
      'How your ticket goes on, what its status means, and how to answer, close or reopen it.',
    body: `You get a confirmation by e-mail, and your ticket appears under **My tickets**. Somebody from our team reads it and answers there; you get an e-mail with each answer.

## What the status means

| Status | Meaning |
| --- | --- |
| Received | Your ticket has arrived and nobody has answered it yet. |
| Waiting for your reply | We have answered or asked something, and need your reply to go on. |
| We are on it | The next step is ours. |
| Closed | The request is done. |

## Answer

Open the ticket in the portal and write below the last message. You can attach files there too.

## Close, or open again

If your question is answered, choose **Close ticket**. If something turns up later, reply to the closed ticket within 14 days and it opens again. After that, please write a new ticket and name the number of the old one.`,
  },
];
