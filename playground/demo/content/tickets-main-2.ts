import type { DemoTicket } from './types';

export const ticketsMain2: DemoTicket[] = [
  {
    requester: 'ana', participants: ['camille'], brand: 'main', subject: 'Total of the sub-meters is higher than the main meter', priority: 'high', category: 'product-issue', openedDaysAgo: 108, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "In Lorient the six sub-meters add up to 112 % of the main meter. Something cannot be right." },
      { from: 'maya', kind: 'public', hoursAfter: 5, text: "Hello Ana, usually one circuit is measured twice, or a clamp size is set wrong. Can somebody tell me which clamp is printed on meter *Oven 2*? The app has it as 400 A." },
      { from: 'camille', kind: 'public', hoursAfter: 19, text: "I am on site: the clamps on Oven 2 say 120 A." },
      { from: 'maya', kind: 'note', hoursAfter: 1, text: "Factor 400/120 explains the excess to the decimal. Corrected history as well from the install date." },
      { from: 'maya', kind: 'public', hoursAfter: 1, text: "That was it. I set 120 A and had the history recalculated. The sum is now 98 %, the rest is the lighting you do not measure." },
      { from: 'ana', kind: 'public', hoursAfter: 3, text: "Excellent. 98 % is exactly what our electrician predicted." },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Dark mode for the wall display', priority: 'low', category: 'feature-request', openedDaysAgo: 102, status: 'closed', assignee: 'david',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "We run the dashboard on a wall screen in the control room. At night it is far too bright." },
      { from: 'david', kind: 'public', hoursAfter: 6, text: "Add `?theme=dark` to the address of the shared dashboard. It is new and not in the menu yet." },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Purchase order number on invoices', priority: 'low', category: 'billing', openedDaysAgo: 97, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "Could PO number 4500-8821 appear on our invoices from now on?" },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Added. You can change it yourself in **Account > Billing details > Your reference**." },
      { from: 'priya', kind: 'public', hoursAfter: 1, text: "Found the field. Thanks!" },
    ],
  },
  {
    requester: 'erik', participants: ['noor'], brand: 'main', subject: 'Replace a Hub after water damage', priority: 'urgent', category: 'product-issue', openedDaysAgo: 93, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "A sprinkler went off in Rotterdam and the Hub is dead. How fast can we get a new one, and do we have to pair 31 meters again?" },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "Sorry to hear it, Erik. A new Hub leaves today with tomorrow's delivery. **No pairing needed**: choose *Replace Hub* in the app and scan the new one, the meters follow." },
      { from: 'jonas', kind: 'note', hoursAfter: 1, text: "Shipped with order 77310. Not under warranty (water), Erik agreed on the phone to pay." },
      { from: 'noor', kind: 'public', hoursAfter: 24, text: "It arrived, I replaced it as described. 29 of 31 meters are back." },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "Very good. The last two are furthest away and may need up to two hours." },
      { from: 'noor', kind: 'public', hoursAfter: 3, text: "31 of 31." },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Can a viewer see costs?', priority: 'low', category: 'question', openedDaysAgo: 90, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "We want to give the cleaning contractor access to the chart, but not to our tariff." },
      { from: 'maya', kind: 'public', hoursAfter: 5, text: "Give them the role *Viewer* and turn off **Show costs** for that person. They then see kWh only." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'App shows time in Stockholm, not Osaka', priority: 'low', category: 'product-issue', openedDaysAgo: 86, status: 'closed', assignee: 'david',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "The site in Osaka shows all times seven or eight hours behind." },
      { from: 'david', kind: 'public', hoursAfter: 10, text: "The site was copied from Malmö and kept its time zone. Change it in *Site > Settings > Time zone*. Stored readings stay correct, only the display moves." },
      { from: 'kenji', kind: 'public', hoursAfter: 12, text: "Changed, looks right." },
    ],
  },
  {
    requester: 'camille', brand: 'main', subject: 'Export CSV illisible dans le tableur', priority: 'low', category: 'question', openedDaysAgo: 82, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'camille', kind: 'public', hoursAfter: 0, text: "Quand j’ouvre l’export, toutes les valeurs sont dans une seule colonne." },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Bonjour Camille, votre tableur attend le point-virgule. Dans la fenêtre d’export, choisissez **Format : français** (point-virgule et virgule décimale)." },
      { from: 'camille', kind: 'public', hoursAfter: 1, text: "Parfait, ça marche du premier coup." },
    ],
  },
  {
    requester: 'mathieu', brand: 'main', subject: 'Mise à jour du Hub bloquée à 60 %', priority: 'medium', category: 'product-issue', openedDaysAgo: 77, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'mathieu', kind: 'public', hoursAfter: 0, text: "La mise à jour vers 4.2 reste à 60 % depuis hier. Photo du Hub jointe.", attachments: ['hub-front.png'] },
      { from: 'jonas', kind: 'note', hoursAfter: 3, text: "Download stalls: their proxy cuts files over 50 MB. Élodie, could you answer in French?" },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Bonjour Mathieu, votre serveur mandataire coupe les fichiers de plus de 50 Mo. Demandez une exception pour `updates.tallybrook.example`, puis relancez depuis *Hub > Micrologiciel*." },
      { from: 'mathieu', kind: 'public', hoursAfter: 70, text: "Exception ajoutée, la mise à jour est passée en dix minutes." },
    ],
  },
  {
    requester: 'ana', brand: 'main', subject: 'Solar inverter as a second source', priority: 'medium', category: 'question', openedDaysAgo: 72, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "We are getting 80 kW of solar in Porto. Can a TB-3 measure what we produce and what we feed in?" },
      { from: 'maya', kind: 'public', hoursAfter: 6, text: "Yes. One meter behind the inverter with the type **Production**, and one at the grid connection with the type **Grid**. The app works out own use from the two." },
      { from: 'ana', kind: 'public', hoursAfter: 18, text: "Do the arrows on the clamps point to the inverter or away from it?" },
      { from: 'maya', kind: 'public', hoursAfter: 2, text: "Away from the inverter, towards the busbar. Production then shows as a positive value." },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Meter display stays blank', priority: 'medium', category: 'product-issue', openedDaysAgo: 67, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "A new TB-3 (TB3-205102) stays dark. 400 V is present between L1 and L2." },
      { from: 'jonas', kind: 'public', hoursAfter: 2, text: "Is the **neutral** connected? The meter feeds itself from L1 and N." },
      { from: 'tobias', kind: 'public', hoursAfter: 3, text: "N was in the wrong terminal. It lives." },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Delete data of a former tenant', priority: 'medium', category: 'question', openedDaysAgo: 61, status: 'closed', assignee: 'david',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "A tenant who left asks us to erase everything with their name. Readings should stay for our accounts." },
      { from: 'david', kind: 'public', hoursAfter: 4, text: "Remove the person in *Site > People* and rename the meter group. Names go from our backups within 30 days; readings carry no name." },
      { from: 'priya', kind: 'public', hoursAfter: 22, text: "Done. Could you confirm in writing after the 30 days?" },
      { from: 'david', kind: 'public', hoursAfter: 740, text: "As promised: the last backup that held the name has been destroyed." },
    ],
  },
  {
    requester: 'erik', brand: 'main', subject: 'One invoice for all sites', priority: 'medium', category: 'billing', openedDaysAgo: 56, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "We get five invoices each month. Could they be one, with a line for each site?" },
      { from: 'elodie', kind: 'public', hoursAfter: 3, text: "Yes, from the next month. Should Osaka stay apart because of the currency?" },
      { from: 'erik', kind: 'public', hoursAfter: 2, text: "Yes please, Osaka apart." },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "Set: one invoice for the four European sites and one for Osaka." },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Pairing code is not accepted', priority: 'medium', category: 'product-issue', openedDaysAgo: 51, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "The app says *Unknown code* for three of the meters in the attached list.", attachments: ['meter-serials.csv'] },
      { from: 'maya', kind: 'public', hoursAfter: 3, text: "Those three were shipped to you but booked to your installer. I have moved them to your account, please try again." },
      { from: 'noor', kind: 'public', hoursAfter: 4, text: "All paired now." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'Webhook when an alert is raised', priority: 'low', category: 'feature-request', openedDaysAgo: 47, status: 'closed', assignee: 'david',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "We would like alerts in our own chat. Is there a webhook?" },
      { from: 'david', kind: 'public', hoursAfter: 9, text: "Not for everybody yet, but there is a trial. Shall I add you?" },
      { from: 'kenji', kind: 'public', hoursAfter: 15, text: "Yes please." },
      { from: 'david', kind: 'public', hoursAfter: 8, text: "You are in. *Site > Alerts > Send to* has a new choice **Webhook**." },
    ],
  },
  {
    requester: 'camille', brand: 'main', subject: 'Changer l’adresse de facturation', priority: 'low', category: 'billing', openedDaysAgo: 44, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'camille', kind: 'public', hoursAfter: 0, text: "Nous avons déménagé au 14 quai des Indes, Lorient. Pouvez-vous changer l’adresse ?" },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "C’est fait, et la prochaine facture portera la nouvelle adresse." },
    ],
  },
  {
    requester: 'mathieu', brand: 'main', subject: 'Alerte de puissance pour le quai de chargement', priority: 'low', category: 'question', openedDaysAgo: 39, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'mathieu', kind: 'public', hoursAfter: 0, text: "Peut-on limiter une alerte aux heures de nuit, de 22 h à 6 h ?" },
      { from: 'maya', kind: 'public', hoursAfter: 6, text: "Oui : dans l’alerte, ouvrez **Plage horaire** et indiquez 22:00 – 06:00. La plage peut passer minuit." },
      { from: 'mathieu', kind: 'public', hoursAfter: 3, text: "Merci, c’est exactement ce qu’il fallait." },
    ],
  },
];
