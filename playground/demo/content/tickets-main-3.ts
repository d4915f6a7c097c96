import type { DemoTicket } from './types';

export const ticketsMain3: DemoTicket[] = [
  {
    requester: 'erik', participants: ['mathieu'], brand: 'main', subject: 'Gaps in the readings of freezer hall B', priority: 'high', category: 'product-issue', openedDaysAgo: 12, status: 'waiting-on-us', assignee: 'jonas',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "Freezer hall B has gaps of 15 to 45 minutes, several a day. The other halls are complete." },
      { from: 'jonas', kind: 'public', hoursAfter: 3, text: "Hello Erik, signal there fell from three bars to one on the 4th. Has anything been moved near the Hub that day?" },
      { from: 'mathieu', kind: 'public', hoursAfter: 16, text: "A steel rack was put up between the Hub and the door of hall B." },
      { from: 'jonas', kind: 'public', hoursAfter: 2, text: "That would do it. Please try the Hub on the other side of the rack, at least a metre above the top shelf." },
      { from: 'jonas', kind: 'note', hoursAfter: 30, text: "Signal a bit better at two bars, still losing about 4 % of reports. May need the external antenna." },
      { from: 'erik', kind: 'public', hoursAfter: 40, text: "Moved. Fewer gaps, but still some each afternoon when the trucks load. What next?", attachments: ['app-chart.png'] },
    ],
  },
  {
    requester: 'ana', brand: 'main', subject: 'Quote for 20 more meters', priority: 'medium', category: 'billing', openedDaysAgo: 9, status: 'waiting-on-customer', assignee: 'elodie',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "We open a second hall in Porto and need about 20 TB-3 with 120 A clamps. Could you send a quote?" },
      { from: 'elodie', kind: 'public', hoursAfter: 4, text: "With pleasure. Two questions:\n\n- Do you want the meters set up for your site before shipping?\n- Is delivery in week 40 early enough?" },
      { from: 'ana', kind: 'public', hoursAfter: 20, text: "Set up, yes please. Week 39 would be better." },
      { from: 'elodie', kind: 'public', hoursAfter: 5, text: "Week 39 works. The quote is in *Account > Documents*; accept it there and I reserve the stock." },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Clamp makes a humming noise', priority: 'medium', category: 'product-issue', openedDaysAgo: 6, status: 'waiting-on-customer', assignee: 'maya',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "One 120 A clamp hums quite loudly since last week. Values look normal." },
      { from: 'maya', kind: 'public', hoursAfter: 3, text: "Hello Tobias, humming usually means that the two halves do not close fully, often because of dust. With the circuit **switched off**, open it, wipe both faces dry and close it until it clicks. Does it still hum then?" },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Monthly report as PDF by e-mail', priority: 'low', category: 'feature-request', openedDaysAgo: 15, status: 'waiting-on-us', assignee: 'david',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "I send the same chart to our director every month. Could the app mail a PDF on the first?" },
      { from: 'david', kind: 'public', hoursAfter: 8, text: "There is no scheduled report today. What would have to be on the page to save you the work?" },
      { from: 'priya', kind: 'public', hoursAfter: 18, text: "1. kWh for each site\n2. comparison with the same month last year\n3. the three highest peaks" },
      { from: 'david', kind: 'note', hoursAfter: 3, text: "Good concrete list. Added to the report idea in planning; answer Priya after the meeting on Thursday." },
    ],
  },
  {
    requester: 'camille', brand: 'main', subject: 'Le code à deux facteurs est refusé', priority: 'high', category: 'product-issue', openedDaysAgo: 3, status: 'waiting-on-customer', assignee: 'elodie',
    messages: [
      { from: 'camille', kind: 'public', hoursAfter: 0, text: "Depuis ce matin, le code de mon téléphone est toujours refusé. Mon mot de passe est accepté." },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "Bonjour Camille, c’est souvent l’heure du téléphone qui a dérivé. Activez **Date et heure automatiques**, puis réessayez avec le code suivant. Est-ce que cela passe ?" },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Hub light red after power cut', priority: 'urgent', category: 'product-issue', openedDaysAgo: 1, status: 'new',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "We had a power cut this morning. The left light on the Hub is now solid red and no meter reports. I unplugged it for a minute, no change.", attachments: ['hub-front.png'] },
      { from: 'noor', kind: 'public', hoursAfter: 1, text: "One more detail: the other Hub in the same building is fine." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'Carbon factor for Kansai', priority: 'low', category: 'feature-request', openedDaysAgo: 2, status: 'new',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "The app offers carbon factors for European countries only. Could you add the region Kansai, or let us type our own number?" },
      { from: 'maya', kind: 'note', hoursAfter: 5, text: "Own number exists as a hidden setting. David, do you know if it is ready for customers?" },
    ],
  },
  {
    requester: 'mathieu', brand: 'main', subject: 'Deux compteurs portent le même nom', priority: 'low', category: 'question', openedDaysAgo: 2, status: 'new',
    messages: [
      { from: 'mathieu', kind: 'public', hoursAfter: 0, text: "Deux compteurs s’appellent « Quai 1 » dans l’application. Si j’en renomme un, est-ce que l’historique suit ?" },
      { from: 'mathieu', kind: 'public', hoursAfter: 2, text: "Je précise : l’un des deux a été remplacé en mars." },
    ],
  },
  {
    requester: 'ana', participants: ['priya'], brand: 'main', subject: 'Tariff change on the first of the month', priority: 'medium', category: 'question', openedDaysAgo: 5, status: 'waiting-on-us', assignee: 'maya',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "Our day tariff changes on the 1st. If I enter the new price now, will past costs change as well?" },
      { from: 'maya', kind: 'public', hoursAfter: 3, text: "No, as long as you use **Add price from a date** and not *Edit price*. Past costs keep the old price." },
      { from: 'priya', kind: 'public', hoursAfter: 20, text: "I am afraid I used *Edit price* yesterday. Can it be undone?" },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Meter for a crane with regenerative braking', priority: 'medium', category: 'question', openedDaysAgo: 33, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "Our crane feeds energy back when it lowers. Will a TB-3 count that as consumption?" },
      { from: 'jonas', kind: 'public', hoursAfter: 4, text: "It keeps two registers, **import** and **export**. Choose *Show net value* in the meter settings if you want the difference." },
      { from: 'tobias', kind: 'public', hoursAfter: 2, text: "Two registers are perfect." },
    ],
  },
  {
    requester: 'erik', brand: 'main', subject: 'Charged twice in June', priority: 'high', category: 'billing', openedDaysAgo: 28, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "Our card was charged twice for TB-22790." },
      { from: 'elodie', kind: 'note', hoursAfter: 1, text: "Payment provider retried after a time-out. Second charge refunded, reference RF-118." },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "You are right, I am sorry. The second charge went back to your card today; banks need three to five working days." },
      { from: 'erik', kind: 'public', hoursAfter: 72, text: "Money is back." },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Wi-Fi password changed, Hub offline', priority: 'medium', category: 'question', openedDaysAgo: 21, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "Our Wi-Fi password changed. How do I give the new one to a Hub that is already offline?" },
      { from: 'maya', kind: 'public', hoursAfter: 2, text: "Hold the button on the Hub for **five seconds** until the middle light is blue. Open the app beside it and choose *Change Wi-Fi*. A network cable would spare you this for ever." },
      { from: 'noor', kind: 'public', hoursAfter: 5, text: "Online again, and I ordered a cable." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'Readings differ from the utility meter by 1.4 %', priority: 'medium', category: 'question', openedDaysAgo: 18, status: 'waiting-on-customer', assignee: 'jonas',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "Over one month the TB-3 at the grid connection is 1.4 % below the utility meter. Is this inside the tolerance?" },
      { from: 'jonas', kind: 'public', hoursAfter: 9, text: "Meter and clamps together are within 1 %. Which clamps are fitted, and what is the lowest load at night?" },
      { from: 'kenji', kind: 'public', hoursAfter: 14, text: "400 A clamps, at night about 6 A." },
      { from: 'jonas', kind: 'public', hoursAfter: 9, text: "6 A is only 1.5 % of 400 A, and clamps are less exact there. If your fuse is 125 A or less, the **120 A clamps** will bring you inside 1 %. Could you check the fuse?" },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Share a dashboard without login', priority: 'low', category: 'question', openedDaysAgo: 36, status: 'closed', assignee: 'david',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "Can visitors at reception see a live chart without an account?" },
      { from: 'david', kind: 'public', hoursAfter: 3, text: "Yes: *Dashboard > Share > Public link*. You can end the link at any time, and costs are never shown on it." },
      { from: 'priya', kind: 'public', hoursAfter: 1, text: "Lovely, it is on the screen already." },
    ],
  },
  {
    requester: 'camille', brand: 'main', subject: 'Durée de conservation des relevés', priority: 'low', category: 'question', openedDaysAgo: 205, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'camille', kind: 'public', hoursAfter: 0, text: "Combien de temps gardez-vous les relevés au quart d’heure ?" },
      { from: 'elodie', kind: 'public', hoursAfter: 3, text: "13 mois en formule Basic et 5 ans en formule Team. Les valeurs journalières restent tant que le compte existe." },
    ],
  },
];
