import type { DemoArticle } from './types';

export const articlesMain3: DemoArticle[] = [
  {
    key: 'replace-hub', category: 'hub', slug: 'replace-a-hub',
    title: { en: 'Replace a Hub without pairing again', fr: 'Remplacer un Hub sans tout réappairer' },
    summary: { en: 'Move all meters from an old or broken Hub to a new one in a few minutes.', fr: 'Transférer tous les compteurs d’un Hub ancien ou en panne vers un neuf en quelques minutes.' },
    body: {
      en: `The list of meters and their keys is kept in your account as well as in the Hub. A new Hub can therefore take over even if the old one is dead.

## Steps

1. Leave the old Hub **unplugged**. Two Hubs with the same keys disturb each other.
2. Put the new Hub in the same place and connect network and power.
3. In the app open the old Hub and choose **Replace Hub**.
4. Scan the code under the new Hub and confirm.
5. Wait. Near meters follow within ten minutes, distant ones within two hours.

## What stays and what does not

| Stays | Must be set again |
| --- | --- |
| meters, names, groups | Wi-Fi password |
| history and alerts | fixed network address |
| roles and sharing | update schedule |

## Gaps after the change

Meters keep the last **72 hours**. If the new Hub is running within that time, the chart fills in by itself. A longer outage leaves a gap which cannot be repaired, because the readings no longer exist anywhere.

> **Note:** Please send a Hub under warranty back within thirty days. The label is in the box of the new one.`,
      fr: `La liste des compteurs et de leurs clés est conservée dans votre compte comme dans le Hub. Un nouveau Hub peut donc prendre la suite même si l’ancien ne répond plus.

## Étapes

1. Laissez l’ancien Hub **débranché**. Deux Hubs avec les mêmes clés se gênent.
2. Placez le nouveau au même endroit et branchez réseau et alimentation.
3. Dans l’application, ouvrez l’ancien Hub et choisissez **Remplacer le Hub**.
4. Scannez le code sous le nouveau Hub et confirmez.
5. Attendez. Les compteurs proches suivent en dix minutes, les plus éloignés en deux heures.

## Ce qui reste, ce qui est à refaire

| Reste | À régler de nouveau |
| --- | --- |
| compteurs, noms, groupes | mot de passe Wi-Fi |
| historique et alertes | adresse réseau fixe |
| rôles et partages | calendrier des mises à jour |

## Des trous après l’échange

Les compteurs gardent les dernières **72 heures**. Si le nouveau Hub fonctionne dans ce délai, le graphique se complète seul. Une coupure plus longue laisse un trou irréparable, car les relevés n’existent plus nulle part.

> **Remarque :** renvoyez un Hub sous garantie dans les trente jours. L’étiquette se trouve dans le carton du nouveau.`,
    },
  },
  {
    key: 'firewall', category: 'network', slug: 'open-the-firewall-for-the-hub',
    title: { en: 'Open the firewall for the Hub', fr: 'Ouvrir le pare-feu pour le Hub' },
    summary: { en: 'The four outgoing connections a Hub needs, for your network team.', fr: 'Les quatre connexions sortantes nécessaires, pour votre équipe réseau.' },
    body: {
      en: `The Hub only makes **outgoing** connections. Nothing has to be opened from the internet towards your building, and no fixed public address is needed.

## Rules

| Purpose | Protocol and port | Destination |
| --- | --- | --- |
| Readings | TCP 8883 (TLS) | \`ingest.tallybrook.example\` |
| App and updates | TCP 443 | \`api.tallybrook.example\`, \`updates.tallybrook.example\` |
| Names | UDP and TCP 53 | your own name server |
| Time | UDP 123 | your own time server, or any |

Please allow the **names**, not addresses. The addresses change several times a year.

## Inspection of encrypted traffic

The Hub accepts only our certificate. A firewall that decrypts and encrypts again breaks the connection, so exclude the three names from inspection.

## Test it

1. Open **Hub > Diagnostics > Network test** in the app.
2. Each line shows *passed* or the step that failed.
3. Without a connection, use the local page of the Hub: its address is printed in the list of your DHCP server, the name begins with \`tb-hub\`.

## Own network for devices

A separate VLAN is a good idea. The Hub does not need to see phones or computers; the app always goes through the internet.`,
      fr: `Le Hub n’établit que des connexions **sortantes**. Rien n’est à ouvrir d’Internet vers votre bâtiment, et aucune adresse publique fixe n’est nécessaire.

## Règles

| Usage | Protocole et port | Destination |
| --- | --- | --- |
| Relevés | TCP 8883 (TLS) | \`ingest.tallybrook.example\` |
| Application, mises à jour | TCP 443 | \`api.tallybrook.example\`, \`updates.tallybrook.example\` |
| Noms | UDP et TCP 53 | votre serveur de noms |
| Heure | UDP 123 | votre serveur de temps, ou tout autre |

Autorisez les **noms**, pas les adresses : celles-ci changent plusieurs fois par an.

## Inspection du trafic chiffré

Le Hub n’accepte que notre certificat. Un pare-feu qui déchiffre puis rechiffre rompt la connexion ; excluez donc les trois noms de l’inspection.

## Tester

1. Ouvrez **Hub > Diagnostic > Test réseau** dans l’application.
2. Chaque ligne indique *réussi* ou l’étape en échec.
3. Sans connexion, utilisez la page locale du Hub : son adresse figure dans la liste de votre serveur DHCP, le nom commence par \`tb-hub\`.

## Un réseau réservé aux appareils

Un VLAN séparé est une bonne idée. Le Hub n’a pas besoin de voir les téléphones ni les ordinateurs ; l’application passe toujours par Internet.`,
    },
  },
  {
    key: 'radio-range', category: 'network', slug: 'improve-the-radio-range',
    title: { en: 'Improve the radio range', fr: 'Améliorer la portée radio' },
    summary: { en: 'Weak signal, gaps in the chart, cold rooms and steel racks.', fr: 'Signal faible, trous dans le graphique, chambres froides et rayonnages en acier.' },
    body: {
      en: `Meters speak to the Hub by radio at 868 MHz, or 920 MHz in Japan. Indoors the radio reaches about **40 metres** through ordinary walls. Metal is another matter.

## Read the bars

| Bars | Lost reports | What to do |
| --- | --- | --- |
| 3 | under 0.1 % | nothing |
| 2 | up to 2 % | nothing, gaps fill in by themselves |
| 1 | 5 % and more | move the Hub or add a relay |

## Usual obstacles

- **Cold rooms:** insulated panels contain aluminium foil. An open door looks fine, a closed one cuts the signal.
- **Steel racks** between Hub and meter, most of all when they are full.
- **Closed metal panels:** lead the small antenna of the meter out through a cable gland.

## Three remedies, cheapest first

1. **Move the Hub.** A metre higher is often worth more than ten metres closer.
2. **Fit the external antenna.** Its three-metre cable brings it out of the cabinet or into the corridor.
3. **Add a relay.** Any TB-1 or TB-3 with three bars passes on the reports of others. There is nothing to set.

After each change wait an hour before you judge the bars; they show an average.`,
      fr: `Les compteurs parlent au Hub par radio à 868 MHz, ou 920 MHz au Japon. En intérieur, la portée est d’environ **40 mètres** à travers des murs ordinaires. Le métal change tout.

## Lire les barres

| Barres | Messages perdus | Que faire |
| --- | --- | --- |
| 3 | moins de 0,1 % | rien |
| 2 | jusqu’à 2 % | rien, les trous se comblent seuls |
| 1 | 5 % et plus | déplacer le Hub ou ajouter un relais |

## Obstacles fréquents

- **Chambres froides :** les panneaux isolants contiennent une feuille d’aluminium. Porte ouverte, tout va bien ; fermée, le signal est coupé.
- **Rayonnages en acier** entre le Hub et le compteur, surtout quand ils sont pleins.
- **Tableaux métalliques fermés :** sortez la petite antenne du compteur par un presse-étoupe.

## Trois remèdes, du moins cher au plus cher

1. **Déplacer le Hub.** Un mètre plus haut vaut souvent mieux que dix mètres plus près.
2. **Poser l’antenne externe.** Son câble de trois mètres la sort de l’armoire ou l’amène dans le couloir.
3. **Ajouter un relais.** Tout TB-1 ou TB-3 à trois barres transmet les messages des autres. Il n’y a rien à régler.

Après chaque changement, attendez une heure avant de juger : les barres montrent une moyenne.`,
    },
  },
  {
    key: 'invoice', category: 'account', slug: 'understand-your-invoice',
    title: { en: 'Understand your invoice', fr: 'Comprendre votre facture' },
    summary: { en: 'How meters are counted, where to put an order number, and how credits work.', fr: 'Comment les compteurs sont comptés, où indiquer un numéro de commande, et les avoirs.' },
    body: {
      en: `You find all invoices under **Account > Invoices**. Owners also receive them by e-mail on the second working day of the month.

## How meters are counted

Every meter that is paired on the **last day** of the month counts, even when it is silent. A meter you took out of use goes on costing money until you archive it:

1. Open the meter.
2. Choose **Settings > Archive**.
3. Its history stays, and it no longer appears on the next invoice.

## The lines of an invoice

| Line | Meaning |
| --- | --- |
| Plan | price of Basic or Team for each site |
| Meters | number of paired meters |
| Storage | only if you keep readings longer than the plan |
| Credit | money returned from an earlier invoice |

## Your details

Order number, VAT number and address are under *Account > Billing details*. Changes apply to future invoices. If an invoice already issued must be corrected, write to us; we cancel it and issue a new one with the ending **-R**.

## One invoice for several sites

We can put all sites with the same currency on a single invoice. Ask us once, and it applies from the following month.`,
      fr: `Toutes vos factures se trouvent dans **Compte > Factures**. Les propriétaires les reçoivent aussi par e-mail le deuxième jour ouvré du mois.

## Comment les compteurs sont comptés

Tout compteur appairé le **dernier jour** du mois compte, même s’il se tait. Un compteur mis hors service reste facturé tant qu’il n’est pas archivé :

1. Ouvrez le compteur.
2. Choisissez **Réglages > Archiver**.
3. Son historique demeure, et il disparaît de la facture suivante.

## Les lignes d’une facture

| Ligne | Signification |
| --- | --- |
| Formule | prix de Basic ou Team pour chaque site |
| Compteurs | nombre de compteurs appairés |
| Stockage | seulement au-delà de la durée de la formule |
| Avoir | somme rendue sur une facture antérieure |

## Vos coordonnées

Numéro de commande, numéro de TVA et adresse se règlent dans *Compte > Coordonnées de facturation*. Les changements valent pour les factures à venir. Si une facture déjà émise doit être corrigée, écrivez-nous : nous l’annulons et en émettons une nouvelle qui se termine par **-R**.

## Une facture pour plusieurs sites

Nous pouvons réunir sur une seule facture tous les sites de même devise. Demandez-le une fois, et cela vaut dès le mois suivant.`,
    },
  },
  {
    key: 'plans', category: 'account', slug: 'change-or-cancel-a-plan',
    title: { en: 'Change or cancel a plan', fr: 'Changer ou résilier une formule' },
    summary: { en: 'Basic and Team compared, when a change takes effect, and how to leave.', fr: 'Basic et Team comparées, date d’effet d’un changement, et comment partir.' },
    body: {
      en: `Each site has its own plan, so a small office may stay on Basic while the factory uses Team.

| | Basic | Team |
| --- | --- | --- |
| 15-minute readings | 13 months | 5 years |
| People | 3 | no limit |
| Alerts | 5 | no limit |
| API access | no | yes |
| Answer from support | next working day | within four hours |

## Move up

Choose **Account > Plans > Change**. A move from Basic to Team works at once, and the first invoice counts the remaining days only. If you prefer the first of the month, choose the date in the same window.

## Move down

A move from Team to Basic takes effect at the end of the month. Before that day, please:

- export readings older than 13 months, which will be deleted after a further 30 days
- reduce alerts to five, or the newest ones are paused
- replace scripts that use the API

## Cancel

An owner cancels under *Account > Plans > Cancel*. There is no notice period beyond the current month. Your data can be downloaded for 60 days, after which it is erased. Meters and Hub are yours and need not be returned.`,
      fr: `Chaque site a sa propre formule : un petit bureau peut rester en Basic pendant que l’usine utilise Team.

| | Basic | Team |
| --- | --- | --- |
| Relevés au quart d’heure | 13 mois | 5 ans |
| Personnes | 3 | sans limite |
| Alertes | 5 | sans limite |
| Accès à l’API | non | oui |
| Réponse de l’assistance | jour ouvré suivant | sous quatre heures |

## Passer à la formule supérieure

Choisissez **Compte > Formules > Changer**. Le passage de Basic à Team est immédiat, et la première facture ne compte que les jours restants. Si vous préférez le premier du mois, choisissez la date dans la même fenêtre.

## Revenir à la formule inférieure

Le passage de Team à Basic prend effet à la fin du mois. Avant ce jour, pensez à :

- exporter les relevés de plus de 13 mois, supprimés après 30 jours de plus
- réduire les alertes à cinq, sinon les plus récentes sont mises en pause
- remplacer les scripts qui utilisent l’API

## Résilier

Un propriétaire résilie dans *Compte > Formules > Résilier*. Il n’y a pas de préavis au-delà du mois en cours. Vos données restent téléchargeables 60 jours, puis sont effacées. Les compteurs et le Hub vous appartiennent et ne sont pas à rendre.`,
    },
  },
  {
    key: 'privacy', category: 'account', slug: 'how-long-we-keep-your-data',
    title: { en: 'How long we keep your data', fr: 'Combien de temps nous gardons vos données' },
    summary: { en: 'Retention of readings, names and logs, and how to have something erased.', fr: 'Conservation des relevés, des noms et des journaux, et comment faire effacer.' },
    body: {
      en: `Readings of a building can say a good deal about the people in it. We therefore keep each kind of data only as long as it is useful to you.

| Data | Kept for |
| --- | --- |
| 15-minute readings, Basic | 13 months |
| 15-minute readings, Team | 5 years |
| Daily totals | as long as the account exists |
| Sign-in log | 90 days |
| Log of the Hub | 30 days |
| Support tickets | 3 years after closing |
| Backups | 30 days |

## Erase a person

1. Remove the person under **Site > People**.
2. Rename meters or groups that carry the name.
3. After 30 days the last backup with the name is gone as well.

Readings themselves carry no names, so your accounts stay complete.

## Ask for a copy

Anybody may ask for the data we hold about them. Write to us from the address you sign in with, and you receive a file within fourteen days.

## Where it is stored

Readings are stored in two data centres in the European Union. Our support staff see them only when you allow it under *Site > Settings > Support access*; the permission ends by itself after seven days.`,
      fr: `Les relevés d’un bâtiment en disent long sur ses occupants. Nous gardons donc chaque type de données aussi longtemps qu’il vous est utile, pas davantage.

| Données | Durée |
| --- | --- |
| Relevés au quart d’heure, Basic | 13 mois |
| Relevés au quart d’heure, Team | 5 ans |
| Totaux journaliers | tant que le compte existe |
| Journal des connexions | 90 jours |
| Journal du Hub | 30 jours |
| Demandes d’assistance | 3 ans après leur clôture |
| Sauvegardes | 30 jours |

## Effacer une personne

1. Retirez la personne dans **Site > Personnes**.
2. Renommez les compteurs ou groupes qui portent son nom.
3. Après 30 jours, la dernière sauvegarde contenant le nom disparaît aussi.

Les relevés eux-mêmes ne portent aucun nom : votre comptabilité reste complète.

## Demander une copie

Chacun peut demander les données qui le concernent. Écrivez-nous depuis votre adresse de connexion, et vous recevez un fichier sous quatorze jours.

## Lieu de stockage

Les relevés sont stockés dans deux centres de données de l’Union européenne. Notre assistance ne les voit que si vous l’autorisez dans *Site > Réglages > Accès assistance* ; l’autorisation s’éteint seule après sept jours.`,
    },
  },
];
