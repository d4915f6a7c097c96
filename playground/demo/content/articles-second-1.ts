import type { DemoArticle } from './types';

export const articlesSecond1: DemoArticle[] = [
  {
    key: 'fit-sensor', category: 'fit', slug: 'fit-a-sensor-on-a-pipe',
    title: { en: 'Fit a sensor on a pipe', fr: 'Poser un capteur sur une conduite' },
    summary: { en: 'Where to place the R1, how to strap it and how to check that it hears the water.', fr: 'Où placer le R1, comment le sangler et vérifier qu’il entend l’eau.' },
    body: {
      en: `The R1 listens to the water through the wall of the pipe. Nothing is cut, and the water stays on.

## A good place

- a straight piece, with 20 cm free on both sides
- at least **one metre** away from pumps and pressure valves
- dry and within reach, for the day the battery is changed

The sensor fits pipes from 15 to 50 mm in copper, steel or plastic.

![A sensor strapped on a water pipe](demo:images/water-sensor.svg)

## Steps

1. Wipe the pipe dry and clean.
2. Lay the rubber strip on the pipe and put the sensor on top. The arrow shows the direction of the water.
3. Pull the strap until it clicks **twice**. Use the wide strap on plastic.
4. Open a tap nearby. The light blinks green while it hears water.

## If it does not blink

| You see | Try |
| --- | --- |
| nothing | pull the battery tab |
| orange | strap tighter, or move 30 cm |
| green with all taps closed | a pump is too near, or there is a leak |

Continue with pairing when the light follows the tap.`,
      fr: `Le R1 écoute l’eau à travers la paroi de la conduite. Rien n’est coupé et l’eau reste ouverte.

## Un bon emplacement

- une partie droite, avec 20 cm libres de chaque côté
- à au moins **un mètre** des pompes et des réducteurs de pression
- au sec et accessible, pour le jour du changement de pile

Le capteur convient aux conduites de 15 à 50 mm en cuivre, acier ou plastique.

![Un capteur sanglé sur une conduite d’eau](demo:images/water-sensor.svg)

## Étapes

1. Séchez et nettoyez la conduite.
2. Posez la bande de caoutchouc, puis le capteur. La flèche indique le sens de l’eau.
3. Tirez la sangle jusqu’à **deux** déclics. Sur du plastique, prenez la sangle large.
4. Ouvrez un robinet proche. Le voyant clignote en vert tant qu’il entend l’eau.

## S’il ne clignote pas

| Vous voyez | Essayez |
| --- | --- |
| rien | de retirer la languette de la pile |
| orange | de serrer davantage ou de décaler de 30 cm |
| vert, tous robinets fermés | une pompe est trop proche, ou il y a une fuite |

Passez à l’appairage quand le voyant suit le robinet.`,
    },
  },
  {
    key: 'pair-sensor', category: 'fit', slug: 'pair-sensors-with-the-collector',
    title: { en: 'Pair sensors with the collector', fr: 'Appairer les capteurs avec le collecteur' },
    summary: { en: 'One collector hears up to 120 sensors. How to pair one, or a whole building.', fr: 'Un collecteur entend jusqu’à 120 capteurs. Appairer un capteur ou tout un immeuble.' },
    body: {
      en: `## Place the collector

The collector needs power and a network cable. In a building with several floors put it **in the middle of the height**, not in the basement: the radio then has the shortest way to everybody. One collector hears up to 120 sensors.

Use an ordinary port of the router. Ports marked *Guest* or *IPTV* often block devices.

## Pair one sensor

1. Open the building in Rillmark and choose **Add sensor**.
2. Scan the code on the sensor.
3. Choose the flat and the pipe, for example *cold, kitchen*.
4. Press the sensor's button until the light turns blue, then let go.

## Pair a whole building

1. Fill in the list under **Building > Import**: flat, pipe, pipe size.
2. We print labels in the order of your list and send the sensors sorted.
3. Fit them. Each one reports by itself within an hour of its battery tab being pulled.

## Check the signal

| Signal | Value | Battery life |
| --- | --- | --- |
| good | above -90 dBm | about six years |
| fair | -90 to -100 dBm | about four years |
| poor | below -100 dBm | less than one year |

With a poor signal, move the collector by one floor before you change batteries.`,
      fr: `## Placer le collecteur

Le collecteur a besoin de courant et d’un câble réseau. Dans un immeuble de plusieurs étages, placez-le **à mi-hauteur**, non à la cave : la radio a ainsi le chemin le plus court vers tous. Un collecteur entend jusqu’à 120 capteurs.

Utilisez un port ordinaire du routeur. Les ports marqués *Invité* ou *IPTV* bloquent souvent les appareils.

## Appairer un capteur

1. Ouvrez l’immeuble dans Rillmark et choisissez **Ajouter un capteur**.
2. Scannez le code du capteur.
3. Choisissez le logement et la conduite, par exemple *froide, cuisine*.
4. Appuyez sur le bouton du capteur jusqu’au voyant bleu, puis relâchez.

## Appairer tout un immeuble

1. Remplissez la liste dans **Immeuble > Importer** : logement, conduite, diamètre.
2. Nous imprimons les étiquettes dans l’ordre de votre liste et envoyons les capteurs triés.
3. Posez-les. Chacun s’annonce seul dans l’heure qui suit le retrait de sa languette.

## Vérifier le signal

| Signal | Valeur | Autonomie |
| --- | --- | --- |
| bon | au-dessus de -90 dBm | environ six ans |
| moyen | de -90 à -100 dBm | environ quatre ans |
| faible | sous -100 dBm | moins d’un an |

Si le signal est faible, déplacez le collecteur d’un étage avant de changer les piles.`,
    },
  },
  {
    key: 'battery', category: 'battery', slug: 'replace-the-battery',
    title: { en: 'Replace the battery of a sensor', fr: 'Remplacer la pile d’un capteur' },
    summary: { en: 'Which cell to buy, the five steps, and why one empties early.', fr: 'Quelle pile acheter, les cinq étapes, et pourquoi elle se vide trop tôt.' },
    body: {
      en: `A sensor warns you when its battery falls below **3.0 V**. From then on you have about four weeks.

## The right cell

Use one lithium cell **ER14505, 3.6 V**, size AA. An ordinary AA battery has 1.5 V only: it fits, but the sensor will not start. Rechargeable cells do not work either.

## Steps

1. Open the sensor in the app and choose **Change battery**. Alerts pause for fifteen minutes.
2. Turn the cap a quarter to the left and take it off. The sensor stays on the pipe.
3. Take out the old cell and wait ten seconds.
4. Put in the new one, plus side first.
5. Check the seal for dirt and close the cap. The light blinks green three times.

The sensor keeps its pairing and its history.

## Empty before its time

- **Poor signal:** the sensor sends at full power. Move the collector closer.
- **Cold:** below 0 °C a cell gives less. It often recovers in spring.
- **Constant flow:** a pipe that never rests keeps the sensor awake. Look for a leak first.

> **Note:** Lithium cells do not belong in household waste. Hand them in where you buy new ones.`,
      fr: `Un capteur vous prévient quand sa pile passe sous **3,0 V**. Vous avez alors environ quatre semaines.

## La bonne pile

Utilisez une pile au lithium **ER14505, 3,6 V**, format AA. Une pile AA ordinaire ne fournit que 1,5 V : elle entre, mais le capteur ne démarre pas. Les piles rechargeables ne conviennent pas non plus.

## Étapes

1. Ouvrez le capteur dans l’application et choisissez **Changer la pile**. Les alertes se taisent quinze minutes.
2. Tournez le capuchon d’un quart vers la gauche et retirez-le. Le capteur reste sur la conduite.
3. Sortez l’ancienne pile et attendez dix secondes.
4. Insérez la nouvelle, côté plus en premier.
5. Vérifiez que le joint est propre et refermez. Le voyant clignote trois fois en vert.

Le capteur garde son appairage et son historique.

## Vide avant l’heure

- **Signal faible :** le capteur émet à pleine puissance. Rapprochez le collecteur.
- **Froid :** sous 0 °C, une pile donne moins. Elle se remet souvent au printemps.
- **Débit permanent :** une conduite sans repos tient le capteur éveillé. Cherchez d’abord une fuite.

> **Remarque :** les piles au lithium ne vont pas aux ordures ménagères. Rapportez-les là où vous achetez les neuves.`,
    },
  },
];
