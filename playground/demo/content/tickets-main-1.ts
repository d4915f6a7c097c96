import type { DemoTicket } from './types';

export const ticketsMain1: DemoTicket[] = [
  {
    requester: 'ana', participants: ['tobias', 'priya'], brand: 'main', subject: 'Hub in the Setúbal plant restarts every night', priority: 'urgent', category: 'product-issue', openedDaysAgo: 24, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "Since Monday our Hub in Setúbal goes offline around **02:00** and comes back ten or fifteen minutes later, then goes again.\n\nWe bill two tenants from these readings, so gaps are a real problem." },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "Hello Ana, thank you for the clear times. 02:00 is when the Hub looks for updates, so that is where I will look first.\n\nCould you download the log in **Hub > Diagnostics > Download log** and attach it here?" },
      { from: 'tobias', kind: 'public', hoursAfter: 3, text: "I am on site this week, here is the log from last night.", attachments: ['hub-restart.log'] },
      { from: 'jonas', kind: 'note', hoursAfter: 1, text: "Watchdog resets in the radio task right after 4.2.0. Same pattern as the hubs with more than 40 meters. Asking firmware." },
      { from: 'david', kind: 'note', hoursAfter: 2, text: "Confirmed: the neighbour table overflows above 40 meters. Fix is in 4.2.1, which goes out to test hubs tomorrow." },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "We found it: firmware 4.2.0 has a fault on Hubs with more than 40 meters, and you have 46. A corrected version is being tested.\n\nReadings are **not lost**: each meter keeps 72 hours and hands them over once the Hub answers." },
      { from: 'ana', kind: 'public', hoursAfter: 15, text: "Good to know about the 72 hours. The chart still shows holes for Tuesday. Will they fill in by themselves?", attachments: ['app-chart.png'] },
      { from: 'jonas', kind: 'public', hoursAfter: 2, text: "Yes. They fill in when the Hub has been up for about an hour without a break. I am moving you back to 4.1.7 tonight so that it gets that hour." },
      { from: 'priya', kind: 'public', hoursAfter: 5, text: "Joining because I prepare the tenant statements. Can I tell them Friday is safe for the weekly figures?" },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "Hello Priya. Friday noon is safe. If anything is still missing on Friday at 09:00 I will write to you here." },
      { from: 'tobias', kind: 'public', hoursAfter: 18, text: "Quiet night on 4.1.7, no restart at all." },
      { from: 'jonas', kind: 'note', hoursAfter: 1, text: "Backfill complete for 44 of 46 meters. TB3-204466 and TB3-204471 still catching up." },
      { from: 'jonas', kind: 'public', hoursAfter: 20, text: "All 46 meters are complete for the week, I checked hour by hour. Version 4.2.1 reaches you next Tuesday; I will watch your Hub that night." },
      { from: 'ana', kind: 'public', hoursAfter: 120, text: "4.2.1 came last night and nothing restarted. You can close this, thank you Jonas." },
      { from: 'jonas', kind: 'public', hoursAfter: 2, text: "Wonderful. Closing it. If it ever returns, answer here and the ticket opens again." },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Negative power on one phase of packing line 2', priority: 'medium', category: 'product-issue', openedDaysAgo: 198, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "L2 on packing line 2 shows about -4 kW while L1 and L3 are positive. Export attached. We have no solar there.", attachments: ['line-2-readings.csv'] },
      { from: 'maya', kind: 'public', hoursAfter: 4, text: "Hello Tobias, the three values mirror each other, so the clamp on **L2 is the wrong way round**. The arrow on the clamp has to point to the load.\n\nIf you cannot open the panel now, use *Meter > Settings > Reverse L2* in the app." },
      { from: 'tobias', kind: 'public', hoursAfter: 22, text: "Turned it around at the shift change. All three positive now." },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Export for October has the hour 02:00 twice', priority: 'low', category: 'question', openedDaysAgo: 190, status: 'closed', assignee: 'david',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "In the attached export 26 October has 02:00 twice. Is one of them a duplicate I should delete?", attachments: ['export-october.csv'] },
      { from: 'david', kind: 'public', hoursAfter: 6, text: "Please keep both: that night the clocks went back, so the hour really happened twice. Choose **UTC** in the export window if your spreadsheet trips over it." },
      { from: 'priya', kind: 'public', hoursAfter: 2, text: "Of course! UTC it is. Thank you." },
    ],
  },
  {
    requester: 'erik', brand: 'main', subject: 'Hub will not come online behind the new firewall', priority: 'high', category: 'product-issue', openedDaysAgo: 176, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "We changed the firewall in Malmö on Saturday. Since then the middle light blinks orange. Log and our rules attached.", attachments: ['hub-boot.log', 'firewall-rules.txt'] },
      { from: 'jonas', kind: 'public', hoursAfter: 2, text: "Hello Erik, two things are missing in your rules:\n\n- DNS: port 53 to your own name server\n- Readings: TCP 8883 to `ingest.tallybrook.example`\n\nThe article *Open the firewall for the Hub* has the full table." },
      { from: 'erik', kind: 'public', hoursAfter: 20, text: "Our network people added both. Light is green." },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "I see readings from all your meters. The weekend fills in within the hour." },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Invoice shows 14 meters, we have 12', priority: 'medium', category: 'billing', openedDaysAgo: 171, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "Our invoice TB-20418 lists 14 meters for Rotterdam. We took two out of the old workshop in the summer." },
      { from: 'elodie', kind: 'note', hoursAfter: 3, text: "Two meters silent since 4 July but not archived. Credit from August is fair." },
      { from: 'elodie', kind: 'public', hoursAfter: 1, text: "Hello Noor, the two meters are silent but were never archived, so they were still counted. I archived them and made a **credit note** back to August. It comes off the next invoice." },
      { from: 'noor', kind: 'public', hoursAfter: 17, text: "Very fair, thanks. I will archive them myself next time." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'API returns 429 during nightly import', priority: 'medium', category: 'product-issue', openedDaysAgo: 165, status: 'closed', assignee: 'david',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "Our nightly import reads each meter one by one and now gets error 429. Response attached.", attachments: ['api-error.txt'] },
      { from: 'david', kind: 'public', hoursAfter: 7, text: "Hello Kenji, the limit is 60 requests a minute for each token. Ask for the whole **site** instead of each meter: one request returns all meters for a day." },
      { from: 'kenji', kind: 'public', hoursAfter: 30, text: "That works. 31 requests became one. Is the site endpoint also good for 15-minute values?" },
      { from: 'david', kind: 'public', hoursAfter: 8, text: "Yes, add `step=15m`. Up to 31 days in one request." },
    ],
  },
  {
    requester: 'camille', brand: 'main', subject: 'Impossible d’inviter une collègue sur le site de Lorient', priority: 'medium', category: 'question', openedDaysAgo: 160, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'camille', kind: 'public', hoursAfter: 0, text: "Bonjour, je voudrais inviter ma collègue sur le site de Lorient, mais le bouton **Inviter** est grisé." },
      { from: 'elodie', kind: 'public', hoursAfter: 2, text: "Bonjour Camille, seul le rôle *Gestionnaire* peut inviter, et vous avez le rôle *Lecture*. Ana Moreira est gestionnaire de ce site : elle peut changer votre rôle ou envoyer l’invitation." },
      { from: 'camille', kind: 'public', hoursAfter: 5, text: "C’est fait, Ana a changé mon rôle. Merci !" },
    ],
  },
  {
    requester: 'mathieu', brand: 'main', subject: 'Compteur hors de portée dans la chambre froide', priority: 'high', category: 'product-issue', openedDaysAgo: 152, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'mathieu', kind: 'public', hoursAfter: 0, text: "Le compteur de la chambre froide 3 perd le signal dès que la porte est fermée. L’application affiche une seule barre." },
      { from: 'elodie', kind: 'public', hoursAfter: 5, text: "Bonjour Mathieu, les parois isolées contiennent une feuille d’aluminium qui arrête la radio. Deux solutions :\n\n1. placer l’antenne externe du Hub dans le couloir ;\n2. poser un compteur sur le circuit voisin, qui servira de relais." },
      { from: 'mathieu', kind: 'public', hoursAfter: 48, text: "L’antenne externe a suffi : trois barres, porte fermée." },
      { from: 'elodie', kind: 'public', hoursAfter: 3, text: "Parfait. Je ferme la demande." },
    ],
  },
  {
    requester: 'ana', brand: 'main', subject: 'Move one site from Basic to Team', priority: 'low', category: 'billing', openedDaysAgo: 148, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'ana', kind: 'public', hoursAfter: 0, text: "Please move our Porto site to the Team plan from the first of next month." },
      { from: 'elodie', kind: 'public', hoursAfter: 4, text: "Done: Porto changes to Team on the 1st. Nothing is charged before that day." },
    ],
  },
  {
    requester: 'tobias', brand: 'main', subject: 'Which clamp for a 250 A feeder?', priority: 'low', category: 'question', openedDaysAgo: 141, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'tobias', kind: 'public', hoursAfter: 0, text: "We want to measure a feeder with a 250 A fuse, cable diameter 24 mm. Is the 120 A clamp enough if the real load is about 90 A?" },
      { from: 'maya', kind: 'public', hoursAfter: 3, text: "Hello Tobias, choose by the **fuse**, not by the usual load: take the 400 A clamp. It opens to 36 mm, so your cable fits." },
      { from: 'tobias', kind: 'public', hoursAfter: 1, text: "Understood, ordered three." },
    ],
  },
  {
    requester: 'priya', brand: 'main', subject: 'Alert e-mails arrive an hour late', priority: 'medium', category: 'product-issue', openedDaysAgo: 135, status: 'closed', assignee: 'david',
    messages: [
      { from: 'priya', kind: 'public', hoursAfter: 0, text: "The alert for compressor 1 came at 09:12 but the peak was at 08:05." },
      { from: 'david', kind: 'public', hoursAfter: 5, text: "Your alert has the condition *above 40 kW for 60 minutes*. It can only fire after the full hour. Shall I shorten it to 10 minutes?" },
      { from: 'priya', kind: 'public', hoursAfter: 1, text: "Ah, I read that field as the pause between alerts. Please leave it, I have changed it to 10." },
    ],
  },
  {
    requester: 'erik', brand: 'main', subject: 'Please add temperature beside power in the chart', priority: 'low', category: 'feature-request', openedDaysAgo: 130, status: 'closed', assignee: 'maya',
    messages: [
      { from: 'erik', kind: 'public', hoursAfter: 0, text: "For cold storage it would help to see outside temperature in the same chart as power." },
      { from: 'maya', kind: 'note', hoursAfter: 20, text: "Fourth request this quarter, all from cold chain customers. Passed on to product with the other three." },
      { from: 'maya', kind: 'public', hoursAfter: 2, text: "Hello Erik, you are not the first to ask, and product has it on their list for the coming year. I cannot promise a date. Until then the export can be joined with weather data by hour." },
      { from: 'erik', kind: 'public', hoursAfter: 16, text: "Fair answer. I will look at the release notes." },
    ],
  },
  {
    requester: 'noor', brand: 'main', subject: 'Lost phone, cannot sign in with two-step code', priority: 'high', category: 'question', openedDaysAgo: 124, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'noor', kind: 'public', hoursAfter: 0, text: "My phone was stolen and with it the authenticator. I have no recovery codes." },
      { from: 'jonas', kind: 'note', hoursAfter: 1, text: "Identity checked by phone with Erik (site owner) on the number in the contract." },
      { from: 'jonas', kind: 'public', hoursAfter: 1, text: "Hello Noor, Erik confirmed it is you. Two-step sign-in is reset and all your old sessions are ended. Please set it up again today and **print the recovery codes**." },
      { from: 'noor', kind: 'public', hoursAfter: 2, text: "Back in, codes are in the safe. Thank you for being careful." },
    ],
  },
  {
    requester: 'kenji', brand: 'main', subject: 'Radio approval for Japan', priority: 'medium', category: 'question', openedDaysAgo: 119, status: 'closed', assignee: 'jonas',
    messages: [
      { from: 'kenji', kind: 'public', hoursAfter: 0, text: "Can we use the same Hub in Osaka? I believe 868 MHz is not allowed here." },
      { from: 'jonas', kind: 'public', hoursAfter: 9, text: "You are right. Use the **920 MHz** edition of Hub and meters, part numbers ending in -JP. The European ones must not be switched on in Japan." },
      { from: 'kenji', kind: 'public', hoursAfter: 14, text: "Thank you. I will ask purchasing for the -JP parts." },
    ],
  },
  {
    requester: 'mathieu', brand: 'main', subject: 'Facture au nom de l’ancienne société', priority: 'medium', category: 'billing', openedDaysAgo: 113, status: 'closed', assignee: 'elodie',
    messages: [
      { from: 'mathieu', kind: 'public', hoursAfter: 0, text: "La facture TB-21007 porte encore le nom de l’ancienne société. Notre comptabilité la refuse." },
      { from: 'elodie', kind: 'public', hoursAfter: 3, text: "Bonjour Mathieu, je l’ai annulée et refaite au bon nom : TB-21007-R, visible dans *Compte > Factures*." },
      { from: 'mathieu', kind: 'public', hoursAfter: 20, text: "Acceptée, merci." },
    ],
  },
];
