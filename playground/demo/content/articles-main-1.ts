import type { DemoArticle } from './types';

export const articlesMain1: DemoArticle[] = [
  {
    key: 'first-day', category: 'start', slug: 'your-first-day',
    title: { en: 'Your first day with Tallybrook', fr: 'Votre premier jour avec Tallybrook' },
    summary: { en: 'What is in the box, and the shortest way to a first reading.', fr: 'Le contenu du carton et le chemin le plus court vers un premier relevé.' },
    body: {
      en: `## What is in the box

- one Hub with its power supply and a network cable
- your meters, **TB-1** for single phase or **TB-3** for three phases
- current clamps, packed in sets of one or three
- a card with the pairing codes

Keep the card. Each code belongs to one meter, and the same code is printed on the side of the meter, where it is hard to read once the panel is closed.

## The shortest way to a reading

1. Connect the Hub to your network and to power. Wait until all three lights are green.
2. Create your account in the Tallybrook app and add a site.
3. Have an electrician install the first meter.
4. Scan the code of the meter in the app.
5. Wait two minutes. The first value appears on the site page.

![A bar chart of one day with a peak in the morning](demo:images/daily-readings.svg)

## What to expect in the first week

The chart begins at the moment of pairing; there is no history from before. After seven days the app knows your usual week and offers a first set of alerts. You can accept them one by one or ignore them.

> **Note:** Work inside an electrical panel is for qualified people only. Everything else on this page needs no tools.`,
      fr: `## Le contenu du carton

- un Hub avec son alimentation et un câble réseau
- vos compteurs, **TB-1** en monophasé ou **TB-3** en triphasé
- des pinces de courant, par une ou par trois
- une carte avec les codes d’appairage

Gardez la carte. Chaque code correspond à un seul compteur ; il est aussi imprimé sur le côté de l’appareil, où il devient difficile à lire une fois le tableau fermé.

## Le chemin le plus court

1. Branchez le Hub au réseau et au courant. Attendez que les trois voyants soient verts.
2. Créez votre compte dans l’application Tallybrook et ajoutez un site.
3. Faites poser le premier compteur par un électricien.
4. Scannez le code du compteur dans l’application.
5. Attendez deux minutes. La première valeur apparaît sur la page du site.

![Un graphique en barres d’une journée avec une pointe le matin](demo:images/daily-readings.svg)

## La première semaine

Le graphique commence au moment de l’appairage ; il n’y a pas d’historique antérieur. Après sept jours, l’application connaît votre semaine habituelle et propose de premières alertes. Vous pouvez les accepter une à une ou les ignorer.

> **Remarque :** toute intervention dans un tableau électrique est réservée aux personnes qualifiées. Le reste de cette page ne demande aucun outil.`,
    },
  },
  {
    key: 'choose-clamps', category: 'start', slug: 'choose-the-right-clamps',
    title: { en: 'Choose the right current clamps', fr: 'Choisir les bonnes pinces de courant' },
    summary: { en: 'Sizes, cable diameters and why a bigger clamp is not a better one.', fr: 'Tailles, diamètres de câble, et pourquoi plus grand n’est pas meilleur.' },
    body: {
      en: `A clamp measures the current that flows through one cable. It comes in three sizes, and the right size depends on the **fuse** in front of the cable, not on the usual load.

| Clamp | Fuse up to | Cable up to | Exact from |
| --- | --- | --- | --- |
| 60 A | 63 A | 10 mm | 0.6 A |
| 120 A | 125 A | 16 mm | 1.2 A |
| 400 A | 400 A | 36 mm | 8 A |

## Why not simply the biggest?

Every clamp loses accuracy at the bottom of its range. A 400 A clamp on an office circuit that draws 3 A at night may be wrong by ten per cent. Over a month those nights add up, and the total no longer matches the meter of your utility.

## Why not the smallest?

Above its range the clamp saturates: the value stays flat while the real current goes on rising. You would miss exactly the peaks you want to see.

## After you change a clamp

Tell the app which size is fitted under **Meter > Settings > Clamp size**. A wrong size multiplies every reading, so sub-meters may add up to more than the main meter. If it was wrong for a while, write to us and we recalculate the history.`,
      fr: `Une pince mesure le courant qui traverse un câble. Elle existe en trois tailles, et la bonne taille dépend du **fusible** placé avant le câble, non de la charge habituelle.

| Pince | Fusible jusqu’à | Câble jusqu’à | Précise dès |
| --- | --- | --- | --- |
| 60 A | 63 A | 10 mm | 0,6 A |
| 120 A | 125 A | 16 mm | 1,2 A |
| 400 A | 400 A | 36 mm | 8 A |

## Pourquoi pas la plus grande ?

Toute pince perd en précision au bas de sa plage. Une pince de 400 A sur un circuit de bureau qui consomme 3 A la nuit peut se tromper de dix pour cent. Sur un mois, ces nuits s’additionnent et le total ne correspond plus au compteur de votre fournisseur.

## Pourquoi pas la plus petite ?

Au-delà de sa plage, la pince sature : la valeur reste plate alors que le courant réel continue de monter. Vous manqueriez justement les pointes qui vous intéressent.

## Après un changement de pince

Indiquez la taille posée dans **Compteur > Réglages > Taille de pince**. Une taille fausse multiplie tous les relevés, et la somme des sous-compteurs peut dépasser le compteur principal. Si l’erreur a duré, écrivez-nous : nous recalculons l’historique.`,
    },
  },
  {
    key: 'install-meter', category: 'meters', slug: 'install-a-meter-on-the-rail',
    title: { en: 'Install a meter on the rail', fr: 'Poser un compteur sur le rail' },
    summary: { en: 'The steps for your electrician, from switching off to the green light.', fr: 'Les étapes pour votre électricien, de la coupure au voyant vert.' },
    body: {
      en: `> **Danger:** Switch off the supply and check that it is dead before you open the panel. This work is for qualified electricians.

## You need

- a free space of four modules on a DIN rail
- a breaker of 6 A for the supply of the meter
- a screwdriver of 3.5 mm

## Steps

1. Hang the meter on the upper edge of the rail and press the lower edge until it clicks.
2. Connect **N** first, then L1, L2 and L3 behind the 6 A breaker. The meter feeds itself from L1 and N; without the neutral its display stays blank.
3. Put one clamp around each phase cable. The arrow points to the load.
4. Plug clamp 1 into socket 1, and so on. The colours help: brown, black, grey.
5. Close the panel and switch on.

![A meter clipped on a rail between two breakers](demo:images/meter-on-rail.svg)

## What the light says

| Light | Meaning |
| --- | --- |
| green, slow | working and paired |
| blue, slow | waiting for pairing |
| orange | no contact with the Hub |
| red | a phase is missing |

When the light is slow blue, continue with adding the meter in the app. You have as much time as you like: the meter waits for its code.`,
      fr: `> **Danger :** coupez l’alimentation et vérifiez l’absence de tension avant d’ouvrir le tableau. Ce travail est réservé aux électriciens qualifiés.

## Il vous faut

- quatre modules libres sur un rail DIN
- un disjoncteur de 6 A pour alimenter le compteur
- un tournevis de 3,5 mm

## Étapes

1. Accrochez le compteur au bord supérieur du rail, puis appuyez en bas jusqu’au déclic.
2. Raccordez d’abord **N**, puis L1, L2 et L3 derrière le disjoncteur de 6 A. Le compteur s’alimente entre L1 et N ; sans neutre, l’écran reste noir.
3. Placez une pince autour de chaque câble de phase. La flèche pointe vers la charge.
4. Branchez la pince 1 sur la prise 1, et ainsi de suite. Les couleurs vous guident : brun, noir, gris.
5. Refermez le tableau et remettez le courant.

![Un compteur fixé sur un rail entre deux disjoncteurs](demo:images/meter-on-rail.svg)

## Ce que dit le voyant

| Voyant | Signification |
| --- | --- |
| vert, lent | en service et appairé |
| bleu, lent | attend l’appairage |
| orange | aucun contact avec le Hub |
| rouge | une phase manque |

Quand le voyant clignote lentement en bleu, ajoutez le compteur dans l’application. Rien ne presse : le compteur attend son code.`,
    },
  },
  {
    key: 'negative-readings', category: 'meters', slug: 'negative-power-readings',
    title: { en: 'Negative power: check the direction of the clamps', fr: 'Puissance négative : vérifier le sens des pinces' },
    summary: { en: 'Why a phase shows less than zero, and how to correct it with or without opening the panel.', fr: 'Pourquoi une phase passe sous zéro, et comment corriger avec ou sans ouvrir le tableau.' },
    body: {
      en: `A meter without solar panels or other sources behind it should never show negative power. When it does, one of three things has happened.

## 1. The clamp is the wrong way round

This is by far the usual case. One phase is negative, and its size looks like that of the other two. The arrow on the clamp must point **to the load**.

![A clamp around a cable, its arrow pointing to the load](demo:images/clamp-direction.svg)

## 2. Two clamps are swapped

Clamp 1 measures the current of L2 and the other way round. The values jump, and the power factor is far below 0.5 on two phases. Follow each lead from cable to socket.

## 3. Something really feeds in

Lifts, cranes and some cold machines return energy when they brake. Short negative moments are then correct. The meter counts them in a register of their own, called *export*.

## Correct it without opening the panel

1. Open the meter in the app.
2. Choose **Settings > Reverse** and the phase.
3. Wait a minute and look at the live value.

Reversing applies from now on. For readings of the past, ask us to turn them as well; we need the date of the installation.`,
      fr: `Un compteur sans panneaux solaires ni autre source derrière lui ne devrait jamais afficher de puissance négative. Si c’est le cas, il y a trois explications.

## 1. La pince est à l’envers

C’est de loin le cas le plus courant. Une phase est négative, et sa valeur ressemble à celle des deux autres. La flèche de la pince doit pointer **vers la charge**.

![Une pince autour d’un câble, la flèche vers la charge](demo:images/clamp-direction.svg)

## 2. Deux pinces sont inversées

La pince 1 mesure le courant de L2, et réciproquement. Les valeurs sautent, et le facteur de puissance est bien inférieur à 0,5 sur deux phases. Suivez chaque fil du câble à la prise.

## 3. Une machine renvoie réellement de l’énergie

Les ascenseurs, les grues et certaines machines frigorifiques rendent de l’énergie au freinage. De courts instants négatifs sont alors normaux. Le compteur les range dans un registre à part, nommé *export*.

## Corriger sans ouvrir le tableau

1. Ouvrez le compteur dans l’application.
2. Choisissez **Réglages > Inverser**, puis la phase.
3. Attendez une minute et regardez la valeur en direct.

L’inversion vaut à partir de maintenant. Pour les relevés passés, demandez-nous de les retourner aussi ; il nous faut la date d’installation.`,
    },
  },
  {
    key: 'solar', category: 'meters', slug: 'measure-solar-production',
    title: { en: 'Measure solar production and own use', fr: 'Mesurer la production solaire et l’autoconsommation' },
    summary: { en: 'Two meters are enough to see what you produce, use and feed in.', fr: 'Deux compteurs suffisent pour voir ce que vous produisez, consommez et injectez.' },
    body: {
      en: `With solar panels the meter at the grid connection tells only half the story: it sees what you buy and what you feed in, but not what you use directly from the roof. A second meter fills the gap.

## Where the meters go

| Meter | Place | Type in the app | Arrow of the clamps |
| --- | --- | --- | --- |
| A | at the grid connection | Grid | from grid to building |
| B | behind the inverter | Production | from inverter to busbar |

## Set the types

1. Open meter A and choose **Settings > Type > Grid**.
2. Open meter B and choose **Settings > Type > Production**.
3. Open the site page. A new card named *Solar* appears within ten minutes.

## What the card shows

- **Produced:** everything that meter B counts
- **Fed in:** the export register of meter A
- **Own use:** produced minus fed in
- **Share from the roof:** own use divided by the whole consumption

> **Tip:** If own use is negative on a sunny day, the clamps of one meter point the wrong way. Turn them, or use *Reverse* in the settings.

## Batteries

A battery needs a third meter of the type *Storage*. Charging then counts neither as consumption nor as own use.`,
      fr: `Avec des panneaux solaires, le compteur au point de raccordement ne dit que la moitié : il voit ce que vous achetez et ce que vous injectez, mais pas ce que vous consommez directement du toit. Un second compteur comble ce vide.

## Où placer les compteurs

| Compteur | Emplacement | Type dans l’application | Flèche des pinces |
| --- | --- | --- | --- |
| A | au raccordement | Réseau | du réseau vers le bâtiment |
| B | derrière l’onduleur | Production | de l’onduleur vers le jeu de barres |

## Régler les types

1. Ouvrez le compteur A et choisissez **Réglages > Type > Réseau**.
2. Ouvrez le compteur B et choisissez **Réglages > Type > Production**.
3. Ouvrez la page du site. Une carte *Solaire* apparaît en moins de dix minutes.

## Ce que montre la carte

- **Produit :** tout ce que compte le compteur B
- **Injecté :** le registre d’export du compteur A
- **Autoconsommation :** le produit moins l’injecté
- **Part du toit :** l’autoconsommation divisée par la consommation totale

> **Astuce :** si l’autoconsommation est négative par beau temps, les pinces d’un compteur sont à l’envers. Retournez-les ou utilisez *Inverser* dans les réglages.

## Batteries

Une batterie demande un troisième compteur de type *Stockage*. La charge ne compte alors ni comme consommation ni comme autoconsommation.`,
    },
  },
  {
    key: 'add-meter', category: 'app', slug: 'add-a-meter-in-the-app',
    title: { en: 'Add a meter in the app', fr: 'Ajouter un compteur dans l’application' },
    summary: { en: 'Pair a meter by its code, name it well, and what to do when the code is refused.', fr: 'Appairer un compteur par son code, bien le nommer, et que faire si le code est refusé.' },
    body: {
      en: `## Before you start

The Hub shows three green lights, and the meter blinks slowly in blue. You need the role **Manager** on the site.

## Pair the meter

1. Open the site and choose **Add > Meter**.
2. Scan the code on the card, or type the twelve characters.
3. Choose the clamp size that is fitted.
4. Give the meter a name and a group.
5. Wait for the check mark. The light on the meter turns green.

## Names that still help next year

Name the **circuit**, not the device: *Compressor 2* stays true when the meter is replaced, *Meter TB3-204411* does not. Groups such as *Cooling* or *Lighting* can be compared in one chart.

## If the code is refused

| Message | Reason | What to do |
| --- | --- | --- |
| Unknown code | the meter is booked to another account | write to us with the serial number |
| Already paired | it belongs to one of your other sites | remove it there first |
| No answer | the radio does not reach the Hub | see *Improve the radio range* |

Meters bought through an installer are sometimes still booked to that company. Moving them takes us a few minutes.`,
      fr: `## Avant de commencer

Le Hub montre trois voyants verts et le compteur clignote lentement en bleu. Il vous faut le rôle **Gestionnaire** sur le site.

## Appairer le compteur

1. Ouvrez le site et choisissez **Ajouter > Compteur**.
2. Scannez le code de la carte, ou saisissez les douze caractères.
3. Choisissez la taille de pince posée.
4. Donnez au compteur un nom et un groupe.
5. Attendez la coche. Le voyant du compteur devient vert.

## Des noms encore utiles l’an prochain

Nommez le **circuit**, non l’appareil : *Compresseur 2* reste vrai après un remplacement, *Compteur TB3-204411* ne l’est plus. Des groupes comme *Froid* ou *Éclairage* se comparent dans un même graphique.

## Si le code est refusé

| Message | Raison | Que faire |
| --- | --- | --- |
| Code inconnu | le compteur est inscrit sur un autre compte | écrivez-nous avec le numéro de série |
| Déjà appairé | il appartient à un autre de vos sites | retirez-le d’abord de ce site |
| Pas de réponse | la radio n’atteint pas le Hub | voir *Améliorer la portée radio* |

Les compteurs achetés chez un installateur sont parfois encore inscrits à son nom. Le transfert nous prend quelques minutes.`,
    },
  },
];
